"""Tables of a visitor's: files and pastes → rows, columns → fields of a prospect, and rows → a file. Pure.

| Use | Face |
|---|---|
| read | `reading.read_table`, `reading.read_pasted` → `table.Table` |
| match | `columns.match_columns` → a `Match` for each column that was recognised; the visitor may say otherwise |
| take | `people.rows_of` → a `Row` for each person, with what is wrong with it |
| write | `writing.write_table` → the bytes of `table.csv`, for a sender of `senders.SENDERS` or for none |

All that is wrong with a file is a TableError.
"""
