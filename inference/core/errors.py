"""The error tree; each error carries facts, and ``inference.text.messages`` alone turns them into sentences.

::

    ThoraCamError
    ├── FilmError(path, detail)           a file that cannot be shown or judged
    │   ├── FileMissing                   not there, or not readable by this user
    │   ├── NotAFilm                      neither DICOM nor a picture (a web page, a text, a pipe)
    │   ├── NoPixels                      DICOM without an image (a report, a DICOMDIR, a presentation state)
    │   ├── UnsupportedSyntax             a transfer syntax or pixel format nothing here decodes
    │   ├── DamagedFilm                   truncated or corrupt; detail gives byte counts where known
    │   ├── FilmTooLarge                  above the stated limit, refused from the header
    │   ├── NoReader                      not read, since the process that reads films was not started
    │   ├── WorkerDied                    each process that did it in a run over many ended
    │   ├── EmptyFilm                     constant or not-a-number pixels: there is nothing to judge
    │   ├── ObjectMismatch                an object that speaks of another film, or of one of another size or frame
    │   ├── NotAReport                    a file that no report of this program is
    │   └── FilmOfReportMissing           a report whose film was not found
    ├── PackError(pack, detail)           a model pack that cannot be used
    │   ├── PackMissing                   no such folder, or no model.toml in it
    │   ├── PackMalformed                 model.toml is not what the format says
    │   ├── PackMismatch                  files differ from what model.toml promises (hash, size, layer)
    │   ├── PackUnsafe                    the pack would run code (a Lambda layer, a pickle)
    │   └── NetworkUnusable               a network's file that no pack can be made of
    ├── EngineError(detail)               the engine could not finish
    │   ├── OutOfMemory
    │   └── NoWorkers                     none of the processes of a run over many can be had
    ├── ExportError(path, detail)         a report that could not be written
    │   ├── DiskFull
    │   ├── NotWritable
    │   ├── AlreadyThere
    │   ├── FolderInUse                   another run writes to this folder; detail says which
    │   └── BadName                       a name that not every system takes
    ├── AnnotationsError(path, detail)    a reader's annotations that cannot be kept
    │   ├── AnnotationsDamaged            a file of them that was not understood; path is where it lies now
    │   ├── AnnotationsUnread             a file of them that the disk does not give now; it stays where it is
    │   └── AnnotationsNotSaved
    ├── IndexNotKept(path, detail)        the index of similar films, whose file cannot be written or read
    ├── RecordNotKept(path, detail)       the record of use, whose folder does not take it or give it
    ├── NetworkError(node, detail)        a node on the network that could not do what was asked of it
    │   ├── NobodyListens                 no such host, or no program at that port
    │   ├── NoAnswer                      connected, and silent for longer than the node's timeout
    │   ├── AssociationRefused            it refuses us, or the AE title that it was called by
    │   ├── NotOffered                    it answers, and has no such service: no queries, no C-GET
    │   ├── TlsExpected                   it speaks TLS only, and was spoken to without
    │   ├── NoTls                         it was spoken to by TLS, and speaks none
    │   ├── CertificateRefused            its certificate is not trusted, or ours is not by it
    │   ├── LoginRefused                  a wrong password or token
    │   ├── NoSecret                      a password or token that nobody here knows; it was not asked
    │   ├── ObjectRefused                 it does not take this object
    │   └── NodeBusy                      it says that it cannot now
    ├── SiteError(path, detail)           what is kept of the site's own films cannot be used
    │   ├── LedgerUnusable                damaged, or the disk does not give or take it
    │   ├── ThresholdsUnusable            no such file, damaged, changed since it was signed off, or withdrawn
    │   └── TruthUnusable                 a table of truth that names no film or no finding
    ├── SelfTestFailed(detail)            a part of the program that does not work as it must
    └── UsageError(detail)                a command line or setting that makes no sense
"""

from __future__ import annotations

from pathlib import Path


class ThoraCamError(Exception):
    """Root of everything this program raises on purpose."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail


class _OfAFile(ThoraCamError):
    """One about a file or a folder, which is ``path``."""

    def __init__(self, path: Path | str, detail: str = "") -> None:
        super().__init__(detail)
        self.path = Path(path)


class FilmError(_OfAFile):
    """A file that cannot be shown or judged; ``detail`` never holds patient data."""


class FileMissing(FilmError):
    """The file is not there, or this user may not read it."""


class NotAFilm(FilmError):
    """The file is neither DICOM nor a picture."""


class NoPixels(FilmError):
    """A DICOM file that holds no image."""


class UnsupportedSyntax(FilmError):
    """A transfer syntax or pixel format that nothing here decodes."""


class DamagedFilm(FilmError):
    """The file is truncated or corrupt."""


class FilmTooLarge(FilmError):
    """The header promises more than the stated limit."""


class NoReader(FilmError):
    """The process that reads films could not be started; nothing is known of the film."""


class WorkerDied(FilmError):
    """Each process that did the film in a run over many ended; nothing is known of the film."""


class EmptyFilm(FilmError):
    """Constant or not-a-number pixels: nothing to judge."""


class ObjectMismatch(FilmError):
    """The object does not fit the film at hand."""


class NotAReport(FilmError):
    """The file is no report that this program wrote."""


class FilmOfReportMissing(FilmError):
    """The film that a report was made of was not found."""


class PackError(ThoraCamError):
    """A model pack that cannot be used."""

    def __init__(self, pack: Path | str, detail: str = "") -> None:
        super().__init__(detail)
        self.pack = Path(pack)


class PackMissing(PackError):
    """No such folder, or no ``model.toml`` in it."""


class PackMalformed(PackError):
    """``model.toml`` is not what the format says."""


class PackMismatch(PackError):
    """The pack's files differ from what ``model.toml`` promises."""


class PackUnsafe(PackError):
    """Loading the pack would run code from it."""


class NetworkUnusable(PackError):
    """No pack can be made of a network's file."""


class EngineError(ThoraCamError):
    """The engine could not finish."""


class CannotCompile(EngineError):
    """A pack's network cannot be brought into its compiled form."""


class OutOfMemory(EngineError):
    """The device has too little memory for the network."""


class NoWorkers(EngineError):
    """No process, here or on a cluster, that does the films of a run over many; nothing is wrong with the films."""


class ExportError(_OfAFile):
    """A report that could not be written."""


class DiskFull(ExportError):
    """No space left where the report should go."""


class NotWritable(ExportError):
    """The folder does not take files from this user, or ``path`` is a file where a folder is needed."""


class AlreadyThere(ExportError):
    """A file of that name exists, and nobody said to replace it."""


class FolderInUse(ExportError):
    """Another run writes to this folder."""


class BadName(ExportError):
    """A file name that not every system takes."""


class AnnotationsError(_OfAFile):
    """A reader's annotations that cannot be kept."""


class AnnotationsDamaged(AnnotationsError):
    """A file of annotations that was not understood; ``path`` is where it lies now."""


class AnnotationsUnread(AnnotationsError):
    """A file of annotations that the system does not let be read now; nothing is wrong with it."""


class AnnotationsNotSaved(AnnotationsError):
    """The folder of annotations does not take them."""


class IndexNotKept(_OfAFile):
    """The index of similar films cannot be written or read."""


class RecordNotKept(_OfAFile):
    """The folder of the record of use does not take it, or does not give it."""


class NetworkError(ThoraCamError):
    """A node on the network that could not do what was asked of it; ``node`` is its name."""

    def __init__(self, node: str, detail: str = "") -> None:
        super().__init__(detail)
        self.node = node


class NobodyListens(NetworkError):
    """No such host, or no program at that port."""


class NoAnswer(NetworkError):
    """Connected, and silent for longer than the node's timeout."""


class AssociationRefused(NetworkError):
    """The node refuses our AE title, or the one that it was called by."""


class NotOffered(NetworkError):
    """The node took the association, and offers nothing of what it was made for."""


class TlsExpected(NetworkError):
    """The node speaks TLS only, and was spoken to without."""


class NoTls(NetworkError):
    """The node was spoken to by TLS, and speaks none."""


class CertificateRefused(NetworkError):
    """The node's certificate is not trusted here, or ours is not there."""


class LoginRefused(NetworkError):
    """A wrong password or token, or one that cannot be sent."""


class NoSecret(NetworkError):
    """The node's password or token is not known here, and nobody can be asked for it; the node was not asked."""


class ObjectRefused(NetworkError):
    """The node does not take this object, now or later."""


class NodeBusy(NetworkError):
    """The node says that it cannot do it now."""


class SiteError(_OfAFile):
    """What is kept of the site's own films cannot be used; ``path`` is its file."""


class LedgerUnusable(SiteError):
    """The ledger is damaged, or the disk does not give or take it."""


class ThresholdsUnusable(SiteError):
    """A file of site thresholds that is damaged, changed since it was signed off, or withdrawn."""


class TruthUnusable(SiteError):
    """A table of truth that names no film, or no finding."""


class SelfTestFailed(ThoraCamError):
    """A part of the program itself does not work as it must."""


class UsageError(ThoraCamError):
    """A command line or setting that makes no sense."""
