"""Sources that come with newsarchive: each reads one family of formats."""
