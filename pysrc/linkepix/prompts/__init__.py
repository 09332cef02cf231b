"""A Request → the text that is sent to a maker. Pure; the words are in templates/prompts/.

`picture.picture_prompt` and `message.message_prompt` are the face. `guard` keeps a prospect's name out of the
first, `fence` keeps pasted text from giving orders in the second.
"""
