package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// memory is the highest sum seen of a process and all its descendants.
type memory struct {
	bytes int64
	// resident says that some process gave only its resident set, in which
	// pages shared between processes count more than once.
	resident bool
}

// watch raises peak to the memory of the tree below root, until ended is
// closed. Where there is no /proc, peak stays as it is.
func watch(root int, every time.Duration, ended <-chan struct{}, peak *memory) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		if now := treeMemory(root); now.bytes > peak.bytes {
			*peak = now
		}
		select {
		case <-ended:
			return
		case <-ticker.C:
		}
	}
}

// treeMemory sums up what the processes of a tree use at this moment.
func treeMemory(root int) memory {
	var sum memory
	for _, pid := range tree(root) {
		if n, ok := field(pid, "smaps_rollup", "Pss:"); ok {
			sum.bytes += n
		} else if n, ok := field(pid, "status", "VmRSS:"); ok {
			// A process that has ended gives neither.
			sum.bytes += n
			sum.resident = true
		}
	}
	return sum
}

// tree lists a process, its descendants, and what else is in its group: a
// process whose parent has ended belongs to another parent.
func tree(root int) []int {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	children := map[int][]int{}
	queue := []int{root}
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		parent, group, ok := parentAndGroup(pid)
		if !ok {
			continue
		}
		children[parent] = append(children[parent], pid)
		if group == root && pid != root {
			queue = append(queue, pid)
		}
	}
	var found []int
	seen := map[int]bool{}
	for len(queue) > 0 {
		pid := queue[0]
		queue = queue[1:]
		if seen[pid] {
			continue
		}
		seen[pid] = true
		found = append(found, pid)
		queue = append(queue, children[pid]...)
	}
	return found
}

// parentAndGroup reports false for a process that has ended, be it that nobody
// has asked for its status yet.
func parentAndGroup(pid int) (parent, group int, ok bool) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, 0, false
	}
	// A program's name, in parentheses, may hold spaces and parentheses.
	var state string
	_, err = fmt.Sscanf(string(data[bytes.LastIndexByte(data, ')')+1:]), " %1s %d %d", &state, &parent, &group)
	return parent, group, err == nil && state != "Z"
}

// field reads a line such as "Pss:  1234 kB" of a process' file.
func field(pid int, file, name string) (n int64, ok bool) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", pid, file))
	if err != nil {
		return 0, false
	}
	for line := range strings.Lines(string(data)) {
		if rest, found := strings.CutPrefix(line, name); found {
			_, err := fmt.Sscanf(rest, "%d kB", &n)
			return n * 1024, err == nil
		}
	}
	return 0, false
}
