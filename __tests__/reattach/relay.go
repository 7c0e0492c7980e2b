package reattach

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/mem"
	"google.golang.org/grpc/stats"
	"google.golang.org/grpc/status"
)

// protocol is the version of Terraform's plugin protocol that the provider
// speaks, and service its name.
const (
	protocol = 5
	service  = "/tfplugin5.Provider/"
)

// relay passes what Terraform asks of a provider on to processes of it: one for
// each configuration.
type relay struct {
	key     string
	users   int // guarded by the keeper
	socket  string
	program string
	command command
	schemas *schemas
	answers *answers
	server  *grpc.Server

	mutex sync.Mutex
	// configured are the processes by their configuration; the one that has
	// none yet, which answers questions about schemas, has the zero key.
	configured map[configuration]*process
	ended      bool
}

type configuration [sha256.Size]byte

func newRelay(key, socket, program string, c command, s *schemas, a *answers) (*relay, error) {
	listener, err := net.Listen("unix", socket)
	if err != nil {
		return nil, fmt.Errorf("listen for Terraform: %w", err)
	}
	r := &relay{key: key, socket: socket, program: program, command: c, schemas: s, answers: a, configured: map[configuration]*process{}}
	r.server = grpc.NewServer(grpc.ForceServerCodecV2(raw{}), grpc.UnknownServiceHandler(r.pass), grpc.StatsHandler(walks{}),
		grpc.MaxRecvMsgSize(math.MaxInt32), grpc.MaxSendMsgSize(math.MaxInt32))
	go func() { _ = r.server.Serve(listener) }()
	return r, nil
}

// reattach is the value of TF_REATTACH_PROVIDERS.
func (r *relay) reattach() string {
	content, err := json.Marshal(map[string]any{address: map[string]any{
		"Protocol": "grpc", "ProtocolVersion": protocol, "Pid": os.Getpid(), "Test": true,
		"Addr": map[string]string{"Network": "unix", "String": r.socket},
	}})
	if err != nil {
		panic(err)
	}
	return string(content)
}

func (r *relay) stop() error {
	r.server.Stop()
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.ended = true
	var problems []error
	for _, p := range r.configured {
		problems = append(problems, p.stop())
	}
	return errors.Join(problems...)
}

// walk is a connection of Terraform's, which has one configuration at most.
type walk struct {
	mutex         sync.Mutex
	process       *process
	configuration configuration
}

type walkKey struct{}

// walks tells the requests of one connection from those of another.
type walks struct{}

func (walks) TagConn(ctx context.Context, _ *stats.ConnTagInfo) context.Context {
	return context.WithValue(ctx, walkKey{}, &walk{})
}
func (walks) HandleConn(context.Context, stats.ConnStats)                     {}
func (walks) TagRPC(ctx context.Context, _ *stats.RPCTagInfo) context.Context { return ctx }
func (walks) HandleRPC(context.Context, stats.RPCStats)                       {}

// pass passes a request on. What go-plugin asks beside the provider's protocol
// (streams of output, and connections back) has no answer here, and needs none.
func (r *relay) pass(_ any, stream grpc.ServerStream) error {
	method, _ := grpc.MethodFromServerStream(stream)
	if !strings.HasPrefix(method, service) {
		return status.Error(codes.Unimplemented, method)
	}
	var request, response mem.BufferSlice
	if err := stream.RecvMsg(&request); err != nil {
		return err
	}
	w := stream.Context().Value(walkKey{}).(*walk)
	var err error
	ask := func(ctx context.Context) (response mem.BufferSlice, err error) {
		p, err := r.process(w)
		if err != nil {
			return nil, err
		}
		return response, p.connection.Invoke(ctx, method, &request, &response, asTheyAre...)
	}
	switch method {
	case service + "GetSchema":
		response, err = r.schemas.in(stream.Context(), r.command.Dir, ask)
	case service + "Configure":
		response, err = r.configure(stream.Context(), w, request)
	case service + "ValidateResourceTypeConfig", service + "UpgradeResourceState", service + "PlanResourceChange":
		response, err = r.answers.to(stream.Context(), r.question(w, method, request), ask)
	default:
		response, err = ask(stream.Context())
	}
	if err != nil {
		return err
	}
	return stream.SendMsg(&response)
}

// question tells a request from every other that could have another answer.
func (r *relay) question(w *walk, method string, request mem.BufferSlice) question {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	hash := sha256.New()
	fmt.Fprintf(hash, "%s %s %x ", r.program, method, w.configuration)
	for _, part := range request {
		hash.Write(part.ReadOnlyData())
	}
	return question(hash.Sum(nil))
}

// asTheyAre are the options of a request whose messages are passed on.
var asTheyAre = []grpc.CallOption{grpc.ForceCodecV2(raw{}), grpc.MaxCallRecvMsgSize(math.MaxInt32), grpc.MaxCallSendMsgSize(math.MaxInt32)}

// process is the one that a request goes to which configures nothing.
func (r *relay) process(w *walk) (*process, error) {
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if w.process != nil {
		return w.process, nil
	}
	return r.any()
}

// configure gives the walk the process with a configuration. That is configured
// once: the provider does not take another of the same in every environment.
func (r *relay) configure(ctx context.Context, w *walk, request mem.BufferSlice) (mem.BufferSlice, error) {
	wanted, err := configurationIn(request.Materialize())
	if err != nil {
		return nil, err
	}
	w.mutex.Lock()
	defer w.mutex.Unlock()
	r.mutex.Lock()
	defer r.mutex.Unlock()
	p := r.configured[wanted]
	if p != nil {
		w.process, w.configuration = p, wanted
		return p.configured, nil
	}
	if p = r.configured[configuration{}]; p == nil {
		if p, err = r.start(); err != nil {
			return nil, err
		}
	}
	r.configured[configuration{}] = p
	var response mem.BufferSlice
	if err := p.connection.Invoke(ctx, service+"Configure", &request, &response, asTheyAre...); err != nil {
		return nil, err
	}
	if response.Len() > 0 {
		// It speaks of an error, which may not be there the next time.
		wanted = sha256.Sum256(fmt.Appendf(nil, "failed before %d others", len(r.configured)))
	}
	delete(r.configured, configuration{})
	r.configured[wanted] = p
	p.configured, w.process, w.configuration = response, p, wanted
	return response, nil
}

// configurationIn is the second field of a request to configure; others tell of
// the Terraform that asks.
func configurationIn(request []byte) (configuration, error) {
	content := value(request, 2)
	if content == nil {
		return configuration{}, status.Error(codes.InvalidArgument, "a request to configure without a configuration")
	}
	return sha256.Sum256(content), nil
}

// any is a process for what takes no configuration.
func (r *relay) any() (*process, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	for _, p := range r.configured {
		return p, nil
	}
	p, err := r.start()
	if err == nil {
		r.configured[configuration{}] = p
	}
	return p, err
}

// process is a running provider.
type process struct {
	connection *grpc.ClientConn
	configured mem.BufferSlice // what it said when it was configured
	client     *plugin.Client
	alive      *os.File
}

// untilOrphaned runs a program until its third stream ends, which it does with
// whoever started it; also where a terminal interrupts them all.
const untilOrphaned = `trap '' HUP INT TERM; "$0" 3<&- & read _ <&3; kill -KILL $!`

// start starts a provider as Terraform does.
func (r *relay) start() (*process, error) {
	if r.ended {
		return nil, errors.New("the provider's keeper has ended")
	}
	ends, alive, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer ends.Close()
	cmd := exec.Command("/bin/sh", "-c", untilOrphaned, r.program)
	// Garbage is collected sooner than in the tests' Terraform: many providers live at
	// once, and for long. A provider logs all it does unless told otherwise, calls to
	// AWS with what they carry included, and leaves it to its reader to drop that.
	env := append(slices.Clip(r.command.Env), "GOGC=200", "TF_LOG_PROVIDER_AWS=off", "TF_LOG_SDK=off")
	cmd.Dir, cmd.Env, cmd.ExtraFiles = r.command.Dir, env, []*os.File{ends}
	p := &process{alive: alive, client: plugin.NewClient(&plugin.ClientConfig{
		// Terraform's own handshake with a provider.
		HandshakeConfig: plugin.HandshakeConfig{
			MagicCookieKey:   "TF_PLUGIN_MAGIC_COOKIE",
			MagicCookieValue: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
		},
		VersionedPlugins: map[int]plugin.PluginSet{protocol: {}},
		AllowedProtocols: []plugin.Protocol{plugin.ProtocolGRPC},
		Cmd:              cmd,
		SkipHostEnv:      true,
		Logger:           hclog.NewNullLogger(),
	})}
	client, err := p.client.Client()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start %s: %w", r.program, err), p.stop())
	}
	p.connection = client.(*plugin.GRPCClient).Conn
	return p, nil
}

func (p *process) stop() error {
	err := p.alive.Close()
	p.client.Kill()
	return err
}

// raw leaves messages as they are on the wire.
type raw struct{}

func (raw) Name() string { return "raw" }

func (raw) Marshal(v any) (mem.BufferSlice, error) { return *v.(*mem.BufferSlice), nil }

func (raw) Unmarshal(data mem.BufferSlice, v any) error {
	data.Ref()
	*v.(*mem.BufferSlice) = data
	return nil
}
