"""The newsroom in a browser: Datasette on loopback with pages of ours (extra `web`)."""
