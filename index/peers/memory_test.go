package peers

import (
	"bufio"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
)

// memoryOf is the memory of processes that is no file's, in bytes: what is shared counts once. It is 0 where the system
// does not say it (elsewhere than on Linux).
func memoryOf(pids []int) (sum int64) {
	for _, pid := range pids {
		f, err := os.Open(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
		if err != nil {
			return 0
		}
		defer f.Close()
		for lines := bufio.NewScanner(f); lines.Scan(); {
			var kilobytes int64
			name, value, _ := strings.Cut(lines.Text(), ":")
			if name != "Pss_Anon" && name != "Pss_Shmem" {
				continue
			}
			if _, err := fmt.Sscan(value, &kilobytes); err != nil {
				return 0
			}
			sum += kilobytes << 10
		}
	}
	return sum
}

// memoryHere is that of this process without what the garbage collector can give back.
func memoryHere() int64 {
	debug.FreeOSMemory()
	return memoryOf([]int{os.Getpid()})
}
