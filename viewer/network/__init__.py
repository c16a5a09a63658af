"""The dialogs of the network and the actions of its menu: nodes, search, send, receive, watch, queue.

Dialogs show and ask; what they ask for is done by ``viewer.control.network`` on the worker.
"""
