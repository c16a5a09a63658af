"""Below both protocols: certificates, why nobody answers at an address, and the bounds of what others may send.

The only sockets opened by hand are here, and where an association's own thread stands meanwhile.
"""
