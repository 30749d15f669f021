"""All fences side by side: run in processes, kept, compared with what the page says, brought up to date."""
