// Package reattach keeps the AWS provider of the tests' Terraform running from
// one command to the next. Terraform starts it anew for every walk through a
// configuration, and a start costs more processor time than most walks.
//
// Terraform's own means for that is TF_REATTACH_PROVIDERS, the address of a
// provider that runs already. It has one process serve all configurations of a
// provider, and the one configured last would win; so the address is a relay's,
// which gives each configuration a process of its own. The relay also spares both of
// them what does not change: Terraform sees the schemas of the types that are in use,
// and the provider is asked once what it answers without AWS.
package reattach

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// address is the provider's in Terraform's configuration.
const address = "registry.terraform.io/hashicorp/aws"

// idle is how many folders' providers are kept while no command needs them. Each
// process takes some 300 MB, and what comes with other credentials, as most of what
// an environment's tests do, needs another.
const idle = 1

// Keeper keeps providers for commands of Terraform.
type Keeper struct {
	// Terraform is the path of what stands in Terraform's place, and runs it.
	Terraform string

	dir      string
	listener net.Listener
	schemas  schemas
	answers  answers

	mutex  sync.Mutex
	relays []*relay // the one used last comes last
	ended  bool
}

// command is what Terraform's stand-in says of the command that it is to run.
type command struct {
	Dir string
	Env []string
}

// For is Start for a test, and returns the path of what stands in Terraform's
// place.
func For(t testing.TB, terraform string) string {
	t.Helper()
	k, err := Start(t.Context(), terraform)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, k.Stop()) })
	return k.Terraform
}

// Start keeps providers for the Terraform at a path.
func Start(ctx context.Context, terraform string) (k *Keeper, err error) {
	// A socket's path has no room for the names of tests.
	dir, err := os.MkdirTemp("", "keeper-")
	if err != nil {
		return nil, fmt.Errorf("make room for a keeper of providers: %w", err)
	}
	k = &Keeper{Terraform: filepath.Join(dir, "terraform"), dir: dir}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}()
	socket := filepath.Join(dir, "keeper")
	// No script: a shell passes on no variable whose name it doesn't take for
	// one, as a token's for a host with a port.
	build := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", k.Terraform,
		"-ldflags", fmt.Sprintf("-X 'main.keeper=%s' -X 'main.terraform=%s'", socket, terraform),
		"github.com/example/predictive-maintenance/__tests__/reattach/terraform")
	if printed, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("build what runs Terraform: %w\n%s", err, printed)
	}
	if k.listener, err = net.Listen("unix", socket); err != nil {
		return nil, fmt.Errorf("listen for commands: %w", err)
	}
	go k.serve()
	return k, nil
}

// Stop ends all providers.
func (k *Keeper) Stop() error {
	err := errors.Join(k.listener.Close(), os.RemoveAll(k.dir))
	k.mutex.Lock()
	k.ended = true
	relays := k.relays
	k.relays = nil
	k.mutex.Unlock()
	for _, r := range relays {
		err = errors.Join(err, r.stop())
	}
	return err
}

func (k *Keeper) serve() {
	for {
		connection, err := k.listener.Accept()
		if err != nil {
			return
		}
		go k.attend(connection)
	}
}

// attend tells a command where its provider is. The connection stays open as
// long as the command runs.
func (k *Keeper) attend(connection net.Conn) {
	defer connection.Close()
	var c command
	if err := json.NewDecoder(connection).Decode(&c); err != nil {
		return
	}
	relay, err := k.relay(c)
	if err != nil {
		// Terraform then starts its provider itself, and says what is wrong.
		relay = nil
	}
	answer := ""
	if relay != nil {
		defer k.release(relay)
		answer = relay.reattach()
	}
	if _, err := fmt.Fprintln(connection, answer); err != nil {
		return
	}
	_, _ = io.Copy(io.Discard, connection)
}

// relay is the one for commands in a folder with an environment, or nil where
// the folder has no provider installed.
func (k *Keeper) relay(c command) (*relay, error) {
	programs, err := filepath.Glob(filepath.Join(c.Dir, ".terraform", "providers", filepath.FromSlash(address), "*", "*", "terraform-provider-*"))
	if err != nil || len(programs) != 1 {
		return nil, err
	}
	key := strings.Join(append([]string{programs[0]}, c.Env...), "\x00")
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.ended {
		return nil, nil
	}
	for i, r := range k.relays {
		if r.key == key {
			k.relays = append(append(k.relays[:i:i], k.relays[i+1:]...), r)
			r.users++
			return r, nil
		}
	}
	socket, err := os.CreateTemp(k.dir, "aws")
	if err != nil {
		return nil, err
	}
	if err := errors.Join(socket.Close(), os.Remove(socket.Name())); err != nil {
		return nil, err
	}
	r, err := newRelay(key, socket.Name(), programs[0], c, &k.schemas, &k.answers)
	if err != nil {
		return nil, err
	}
	r.users++
	k.relays = append(k.relays, r)
	k.evict()
	return r, nil
}

func (k *Keeper) release(r *relay) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	r.users--
	k.evict()
}

// evict ends the providers that have been idle for longest.
func (k *Keeper) evict() {
	resting := 0
	for i := len(k.relays) - 1; i >= 0; i-- {
		r := k.relays[i]
		if r.users > 0 {
			continue
		}
		if resting++; resting > idle {
			k.relays = append(k.relays[:i:i], k.relays[i+1:]...)
			go func() { _ = r.stop() }()
		}
	}
}
