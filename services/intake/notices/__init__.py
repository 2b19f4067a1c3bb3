"""What the applicant is told at each milestone, by the channel chosen at the desk; and the desk's reminders."""
