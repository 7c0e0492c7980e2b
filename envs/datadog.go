package envs

import (
	"regexp"
)

// Datadog is where an environment's metrics, traces and logs go beside
// CloudWatch. Its API key is the Terraform variable datadog_api_key.
type Datadog struct {
	// Site is the Datadog site of the account: "datadoghq.eu".
	Site string

	// AgentVersion is the release of Datadog's agent that runs beside each
	// service, "7.60.0". It takes its memory from the service's task.
	AgentVersion string

	// ExternalID is what Datadog names when the AWS account is added there; with
	// it Datadog may read the account's metrics. Empty as long as it isn't
	// known, and in all but one environment of an account, since Datadog reads
	// an account once.
	ExternalID string

	// KeyRevision is raised by one to write another API key. It begins at 1.
	KeyRevision int
}

// DatadogSecret is the secret with the API key.
func (l Label) DatadogSecret() string { return l.Name("datadog") }

// datadogAccounts are Datadog's AWS accounts by site, from which it reads
// (Datadog, AWS manual setup guide, "Account ID"). The site for governments is
// none of them: it has one for GovCloud and one for everything else.
var datadogAccounts = map[string]string{
	"ap1.datadoghq.com": "417141415827",
	"ap2.datadoghq.com": "412381753143",
	"datadoghq.com":     "464622532012",
	"datadoghq.eu":      "464622532012",
	"us3.datadoghq.com": "464622532012",
	"us5.datadoghq.com": "464622532012",
}

// agentPorts are the TCP ports on which the agent listens in the network that it
// shares with the service: expvar, its own API, expvar of traces, and traces
// (Datadog Agent, network traffic, inbound ports).
var agentPorts = []int{5000, 5001, 5012, 8126}

// Account is the AWS account in which the site runs, and which the role for
// Datadog trusts.
func (d Datadog) Account() string { return datadogAccounts[d.Site] }

var (
	agentVersion = regexp.MustCompile(`^7\.\d+\.\d+$`)
	externalID   = regexp.MustCompile(`^[A-Za-z0-9]+$`)
)

func (d Datadog) problems(field, region string) []Problem {
	c := &checks{field: field}
	c.require(d.Account() != "", "site", d.Site, "must be one of %s", list(sortedKeys(datadogAccounts)))
	c.require(agentVersion.MatchString(d.AgentVersion), "agent_version", d.AgentVersion,
		`must be a release of the agent such as "7.60.0"`)
	c.require(d.ExternalID == "" || externalID.MatchString(d.ExternalID), "external_id", d.ExternalID,
		"must be letters and digits, as Datadog names it, or empty")
	// A role trusts accounts of its own partition alone.
	c.require(d.ExternalID == "" || Partition(region) != govCloud.name, "external_id", d.ExternalID,
		"must be empty in GovCloud, whose roles cannot trust Datadog's commercial account")
	c.require(d.KeyRevision >= 1, "key_revision", d.KeyRevision, "must be 1 or more")
	return c.found
}
