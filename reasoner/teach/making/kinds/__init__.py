"""The types of exercises that are made, one module each: from a wish to drafts."""
