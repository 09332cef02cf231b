"""What a message says that no field supports; pure.

`find_unsupported` compares a text with the fields that it was written from: names, numbers, dates, and claims such as
"congratulations" or "we met". It knows words and no meaning, so what it finds is doubtful and not wrong.
"""
