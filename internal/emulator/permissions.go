package emulator

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// permissionsPath is where the emulator answers about its decisions.
const permissionsPath = "/emulator/permissions"

// Permissions are what the emulator decided by the policies of roles. What the
// administrator did is not among it.
type Permissions struct {
	// Calls is how many calls were decided, and Milliseconds how long that took
	// for each.
	Calls        int
	Milliseconds float64
	Decided      []Decided
	// Denials are the refusals, and Undecided the calls that failed because
	// nothing says what they ask for, or what a policy means.
	Denials   []Denial
	Undecided []Undecided
	// Allowed has each pattern of actions that the roles' own policies allow,
	// with what was decided by it.
	Allowed []Allowed
}

// Decided is how often a role asked for an action in a phase of delivery, which
// is the name of its session.
type Decided struct {
	Role, Phase, Action string
	Count               int
}

// Denial is an action that a role may not do. Statements deny it; there are none
// where none allows it.
type Denial struct {
	Role, Phase, Action, Resource, Why string
	Statements                         []string
}

func (d Denial) String() string {
	text := fmt.Sprintf("%s (%s) may not %s on %s, %s", d.Role, d.Phase, d.Action, d.Resource, d.Why)
	if len(d.Statements) > 0 {
		text += ": " + strings.Join(d.Statements, ", ")
	}
	return text
}

// Undecided is a call that the emulator could not decide.
type Undecided struct {
	Role, Phase, Call, Message string
}

// Allowed is a pattern of actions in a statement that allows it.
type Allowed struct {
	Role, Policy, Sid, Pattern string
	// Actions are those that were decided by it; none if nobody used it.
	Actions []string
}

// Question asks whether somebody may do something, like IAM's policy simulator.
type Question struct {
	// Who asks is either a role by its ARN, in a session of the name Phase and
	// with its policy, if any; a service by its principal; or whoever has a
	// token of an identity provider.
	Role    string `json:"role,omitempty"`
	Phase   string `json:"phase,omitempty"`
	Session string `json:"session,omitempty"`
	Service string `json:"service,omitempty"`
	Token   string `json:"token,omitempty"`

	Action string `json:"action"`
	// Resources are ARNs; none stands for "*".
	Resources []string `json:"resources,omitempty"`
	// Region is where the call would be made; empty for us-east-1.
	Region string `json:"region,omitempty"`
	// Keys are the condition keys of the request, each with a value or several.
	// What the emulator knows itself need not be given: tags of resources,
	// aliases of keys, and who asks.
	Keys map[string]any `json:"keys,omitempty"`
}

// Verdict is the answer for one resource. Message is the refusal in AWS's words.
type Verdict struct {
	Resource   string
	Allowed    bool
	Why        string
	Statements []string
	Message    string
}

// PermissionsOf reads what the emulator at the endpoint has decided so far.
func PermissionsOf(ctx context.Context, endpoint string) (found Permissions, err error) {
	if err := permissions(ctx, http.MethodGet, endpoint+permissionsPath, nil, &found); err != nil {
		return found, fmt.Errorf("reading the emulator's decisions: %w", err)
	}
	return found, nil
}

// Evaluate asks the emulator at the endpoint a question, without making a call.
func Evaluate(ctx context.Context, endpoint string, question Question) (found []Verdict, err error) {
	asked, err := json.Marshal(question)
	if err != nil {
		return nil, fmt.Errorf("asking the emulator whether %s is allowed: %w", question.Action, err)
	}
	if err := permissions(ctx, http.MethodPost, endpoint+permissionsPath+"/evaluate", asked, &found); err != nil {
		return nil, fmt.Errorf("asking the emulator whether %s is allowed: %w", question.Action, err)
	}
	return found, nil
}

func permissions(ctx context.Context, method, url string, body []byte, found any) error {
	request, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("status %d: %s", response.StatusCode, answer)
	}
	return json.Unmarshal(answer, found)
}
