"""How fast the library trains, beside other libraries on the same machine: `python -m benchmarks`."""

import os

# Before NumPy is imported: one thread, which is the fastest for networks of this size.
for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ[variable] = "1"
os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
