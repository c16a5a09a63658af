"""What the user set up: nodes with their addresses, in a TOML file; passwords and tokens in the system's keyring."""
