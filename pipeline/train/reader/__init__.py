"""Train the reader: lessons from marked passages and the gold set, a small encoder fine-tuned on them."""
