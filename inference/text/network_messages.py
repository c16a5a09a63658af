"""The words of failures on the network: data for ``inference.text.messages``; ``{name}`` is the node."""

from __future__ import annotations

from inference.core import errors
from inference.text.error_messages import ErrorMessage

OF_NETWORK_ERRORS: dict[type[BaseException], ErrorMessage] = {
    errors.NetworkError: ErrorMessage(
        "Not done by the node",
        "“{name}” did not do what was asked of it.",
        "Try again; if it fails again, show this sentence to whoever runs the node.",
    ),
    errors.NobodyListens: ErrorMessage(
        "Nobody listens",
        "Nothing answers at the address of “{name}”.",
        "Check host and port, and that the other program runs; a firewall may lie between.",
    ),
    errors.NoAnswer: ErrorMessage(
        "No answer",
        "“{name}” took the connection and then did not answer.",
        "Check that the port is the one for DICOM, and whether the node expects TLS; or try again later.",
    ),
    errors.AssociationRefused: ErrorMessage(
        "Association refused",
        "“{name}” refuses to speak with this computer.",
        "Compare both AE titles, letter by letter, with those that the node knows; whoever runs it can add ours.",
    ),
    errors.NotOffered: ErrorMessage(
        "Not offered",
        "“{name}” answers, and lacks what was asked of it.",
        "Ask whoever runs the node under which AE title and port it takes this: an archive may search under another.",
    ),
    errors.TlsExpected: ErrorMessage(
        "TLS expected",
        "“{name}” speaks TLS, and was spoken to without.",
        "Turn TLS on for this node (--tls, or https in its URL).",
    ),
    errors.NoTls: ErrorMessage(
        "No TLS there",
        "“{name}” was spoken to by TLS and does not speak it.",
        "Turn TLS off for this node, or ask for the port at which it speaks TLS.",
    ),
    errors.CertificateRefused: ErrorMessage(
        "Certificate refused",
        "“{name}” and this computer do not trust each other's certificates.",
        "Give the certificate of whoever issued the node's (--authority), and ours where the node asks for one "
        "(--certificate and --key).",
    ),
    errors.LoginRefused: ErrorMessage(
        "Login refused",
        "“{name}” does not take the name, password or token given.",
        "Enter them again: thoracam node add with the same name replaces what was there.",
    ),
    errors.NoSecret: ErrorMessage(
        "No password or token",
        "The password or token of “{name}” is not known here, and the node was not asked.",
        "Add the node again, in the window or at a terminal; where there is a keyring (GNOME Keyring, KWallet or "
        "KeePassXC on Linux), it is typed once, otherwise each time.",
    ),
    errors.ObjectRefused: ErrorMessage(
        "Object refused",
        "“{name}” does not take this object.",
        "Ask whoever runs the node which SOP classes and transfer syntaxes it takes.",
    ),
    errors.NodeBusy: ErrorMessage(
        "Node busy", "“{name}” says that it cannot do it now.", "It is asked again later; nothing was lost."
    ),
}
