"""Markdown in, book out. The rooms, in the order of their imports: each imports from those above it, none from below.

- `files`: digests, writes that nobody sees half of, results kept between builds
- `parse`: the text of a page becomes its fences, equations and exercises, and what is wrong with them; nothing runs
- `run`: one fence, its figures, its grade; the room that also goes into the reader's browser
- `session`: the cells of a lab, one after another, in the reader's browser
- `check`: all fences side by side, kept, compared with what the page says, brought up to date
- `prose`: what stands between the fences: numerals with their origins, sentences with their assertions
- `formula`: the displayed formulas, read as they stand, executed, compared with the library, proved; their verdicts
- `vendor`: third-party files for the site: packages, fonts, Pyodide; and the library's own wheel
- `extensions`: Python-Markdown, which makes a page right under any generator
- `notebooks`: chapters as notebooks; labs
- `site`: what makes built pages lighter, safe, readable offline and printable, and changes nothing that is read
- `commands`: what the command `nnbook` does
- `cli`: that command, with its options
- `__main__`: the command, or what to install for it
"""
