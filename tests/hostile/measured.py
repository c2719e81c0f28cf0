"""Run a command and tell, as JSON on standard error, what its processes used: `python measured.py COMMAND…`.

getrusage(2): the memory is that of the largest process among all that were waited for, workers and their keepers included.
"""

import json
import resource
import subprocess
import sys

if __name__ == "__main__":
    done = subprocess.run(sys.argv[1:], check=False)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps({"cpu": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss * 1024}), file=sys.stderr)
    sys.exit(done.returncode)
