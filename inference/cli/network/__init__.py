"""Commands of the network: node, send, receive, query, fetch, watch. Each adds its parser and runs."""
