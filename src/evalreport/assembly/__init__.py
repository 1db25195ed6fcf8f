"""From chapters to one document: the Quarto project, and the engines that render it."""
