"""Many scenarios of one kind: factors that are switched, all settings of them side by side, and what that shows."""
