"""One file for each tool whose failures are known."""
