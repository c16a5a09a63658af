"""Below both protocols: certificates, and why nobody answers at an address; the only sockets opened by hand."""
