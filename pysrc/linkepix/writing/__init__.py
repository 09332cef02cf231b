"""Messages written on the device, by planning: fields → facts, clauses → an outline → text that fits. Pure.

`compose.compose(templates, brief) -> brief.Composed` is the face:

- `brief.Brief.of(request, seed, variant, manner)` says what to write from. Each variant, counted from 0, has an outline
  of its own. `manner` writes again from the same fields: "shorter", "warmer", "direct"; another seed gives
  "New message". For another language replace the company's `language`.
- `Composed.message` has body, subject and, for a channel of two steps, `follow_up`.
- `Composed.notes` has each sentence of the notes as used, unused or private; `Composed.language` what it is written in.

Before anything is written: `language.language_of(company.language)` gives the language's code, and whether English
stands in for another one; `names.call_by(name, typed)` gives how a greeting calls somebody, "" for "Hello,";
`notes.note_lines(notes)` and `notes.is_private(templates, line)` sort the notes.

Words are in templates/messages/: `<language>.txt` what is said, `notes.<language>.txt` which notes are understood,
`private.txt` which topics are private,
`roles.txt` and `offers.txt` how roles and offers are taken apart.
"""
