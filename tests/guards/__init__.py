"""Every door of the product, tried by everybody who may not pass."""
