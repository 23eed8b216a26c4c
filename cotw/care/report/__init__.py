"""The report of a night: what a person reads over coffee about the day before it and the night itself.

`told` are its values, `assembling` gathers them from a home (`spoken`, `looking`), `telling` says them in
lines with their sources, `plots` draws (`svg`), `page` fills the templates, `keeping` puts it on the disk.
"""
