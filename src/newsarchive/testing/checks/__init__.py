"""What every source has to do, one module a promise. Each check raises ConformanceError and returns nothing."""
