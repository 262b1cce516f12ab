"""Images learner: a CNN or MLP that learns pictures, batch by batch."""
