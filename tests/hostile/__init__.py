"""Input and plugins that mean harm, or might as well."""
