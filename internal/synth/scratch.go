package synth

import (
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/shirou/gopsutil/v4/process"
)

// scratch is a run's own folder, beside the result so that files move into
// place with a rename.
type scratch struct {
	root, staged, backup, runtime string

	// publishing is held while files move into place, which an interrupt must
	// not cut in two.
	publishing sync.Mutex
}

func newScratch(out string) (*scratch, error) {
	abs, err := filepath.Abs(out)
	if err != nil {
		return nil, fmt.Errorf("resolve %s: %w", out, err)
	}
	if err := os.MkdirAll(filepath.Dir(abs), 0o755); err != nil {
		return nil, fmt.Errorf("make folder for %s: %w", out, err)
	}
	root, err := os.MkdirTemp(filepath.Dir(abs), filepath.Base(abs)+".staging-")
	if err != nil {
		return nil, fmt.Errorf("make folder beside %s: %w", out, err)
	}
	s := &scratch{
		root:    root,
		staged:  filepath.Join(root, "staged"),
		backup:  filepath.Join(root, "backup"),
		runtime: filepath.Join(root, "runtime"),
	}
	for _, dir := range []string{s.staged, s.backup, s.runtime} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			s.remove()
			return nil, fmt.Errorf("make folder beside %s: %w", out, err)
		}
	}
	return s, nil
}

// remove is best effort: the result is in place, or the error that matters is
// on its way.
func (s *scratch) remove() { _ = os.RemoveAll(s.root) }

// removeWhenInterrupted keeps an interrupted run from leaving its folder
// behind. The function it returns ends that care; once an interrupt has come,
// it does not return, so that the run says nothing more.
func (s *scratch) removeWhenInterrupted() (stop func()) {
	signals := make(chan os.Signal, 1)
	done := make(chan struct{})
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		defer close(done)
		if _, interrupted := <-signals; interrupted {
			s.publishing.Lock()
			fmt.Fprintln(os.Stderr, "error: interrupted")
			// jsii reports the end of its Node there, even one that is meant.
			os.Stderr, _ = os.Open(os.DevNull)
			s.abandon()
			os.Exit(130)
		}
	}()
	return func() {
		signal.Stop(signals)
		close(signals)
		<-done
	}
}

// abandon removes the folder while the run still writes into it. Under another
// name it takes no new files, nor can Node start from it; a Node that runs
// already would make the folder anew, and is ended first.
func (s *scratch) abandon() {
	const patience = 2 * time.Second
	removed := s.root + ".removed"
	if err := os.Rename(s.root, removed); err != nil {
		removed = s.root
	}
	for deadline := time.Now().Add(patience); endChildren() && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	for deadline := time.Now().Add(patience); os.RemoveAll(removed) != nil && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	s.remove()
}

// endChildren kills the processes that this one has started, and theirs, and
// says whether there were any that ran.
func endChildren() bool {
	ran := false
	var end func(pid int32)
	end = func(pid int32) {
		children, err := (&process.Process{Pid: pid}).Children()
		if err != nil {
			return
		}
		for _, child := range children {
			end(child.Pid)
			if state, err := child.Status(); err != nil || state[0] == process.Zombie {
				continue
			}
			ran = true
			_ = child.Kill()
		}
	}
	end(int32(os.Getpid()))
	return ran
}
