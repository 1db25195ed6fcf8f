"""Notebooks: declared parameters, clean runs in kernels of their own, and the form that may be published."""

from evalreport.execution.failure import NotebookFailed
from evalreport.execution.kernel import SAME_FOR_ALL
from evalreport.execution.parameters import Parameter, check_parameters, declared_parameters
from evalreport.execution.pool import run_notebook, run_notebooks
from evalreport.execution.published import EXHIBIT, publish
from evalreport.execution.runner import NotebookJob, NotebookRun

__all__ = [
    "EXHIBIT",
    "SAME_FOR_ALL",
    "NotebookFailed",
    "NotebookJob",
    "NotebookRun",
    "Parameter",
    "check_parameters",
    "declared_parameters",
    "publish",
    "run_notebook",
    "run_notebooks",
]
