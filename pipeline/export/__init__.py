"""Export: records → what people and systems read."""
