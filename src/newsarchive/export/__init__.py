"""Records as the tools of others take them: one module a format, each from the same rows."""
