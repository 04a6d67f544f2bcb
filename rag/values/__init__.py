"""Numbers, amounts and dates as texts write them, and when one says another."""
