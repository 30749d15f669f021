"""Third-party files for the site: packages, fonts, Pyodide; and the library's own wheel."""
