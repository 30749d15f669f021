"""The tools for JavaScript, with the npm packages that they are."""
