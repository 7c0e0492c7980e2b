package main

import (
	"bufio"
	"context"
	"os"
	"slices"
	"testing"
	"time"
)

// allocateEnv makes the test's own binary the process to be measured.
const allocateEnv = "BENCH_TEST_ALLOCATE"

const allocated = 64 << 20

func TestMain(m *testing.M) {
	if os.Getenv(allocateEnv) != "" {
		allocate()
		return
	}
	os.Exit(m.Run())
}

// allocate uses memory until its standard input ends.
func allocate() {
	used := make([]byte, allocated)
	for i := 0; i < len(used); i += 4096 {
		used[i] = 1
	}
	_, _ = os.Stdout.WriteString("ready\n")
	_, _ = os.Stdin.Read(used[:1])
}

func TestWatchSeesDescendants(t *testing.T) {
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		t.Skip("memory is measured on Linux only")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	// A shell that outlives its child, so that the memory is not the root's.
	cmd := command(ctx, t.TempDir(), []string{allocateEnv + "=1"}, "sh", "-c", `"$0"; exit 0`, self)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended, watched := make(chan struct{}), make(chan struct{})
	var peak memory
	go func() {
		defer close(watched)
		watch(cmd.Process.Pid, time.Millisecond, ended, &peak)
	}()
	if _, err := bufio.NewReader(stdout).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	processes := tree(cmd.Process.Pid)
	time.Sleep(100 * time.Millisecond)
	if err := stdin.Close(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	close(ended)
	<-watched

	if len(processes) != 2 || processes[0] != cmd.Process.Pid || slices.Contains(processes, os.Getpid()) {
		t.Errorf("the tree of %d is %v", cmd.Process.Pid, processes)
	}
	if peak.bytes < allocated || peak.bytes > 3*allocated {
		t.Errorf("the peak is %d bytes, and %d were allocated", peak.bytes, allocated)
	}
	if left := treeMemory(cmd.Process.Pid); left.bytes != 0 {
		t.Errorf("%d bytes are left of a process that has ended", left.bytes)
	}
}

func TestEndedEarlyWithAllDescendants(t *testing.T) {
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		t.Skip("processes are listed on Linux only")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cmd := command(ctx, t.TempDir(), nil, "sh", "-c", "sleep 60 & echo started; wait")
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(stdout).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	if processes := tree(cmd.Process.Pid); len(processes) != 2 {
		t.Errorf("the tree is %v", processes)
	}
	cancel()
	if err := cmd.Wait(); err == nil {
		t.Error("the command was not ended")
	}
	for range 100 {
		if len(tree(cmd.Process.Pid)) <= 1 { // the root itself is always listed
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("left running: %v", tree(cmd.Process.Pid))
}
