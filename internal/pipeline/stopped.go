package pipeline

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	ecstypes "github.com/aws/aws-sdk-go-v2/service/ecs/types"
)

// stop is why a task stopped, in words that need no knowledge of Amazon ECS.
type stop struct {
	// why is what happened, and do what helps.
	why, do string
	// runbook is the file below docs/runbooks that goes on from there.
	runbook string
}

const (
	rollbackRunbook = "service-rollback.md"
	secretRunbook   = "secret-rotation.md"
	logsRunbook     = "logs.md"
	scaleRunbook    = "service-scale.md"
)

// stops tell reasons apart by what Amazon ECS writes about a task, its containers
// included; the first that matches counts. The texts are from the Amazon ECS
// Developer Guide, "Stopped tasks error codes" and "Viewing Amazon ECS stopped task
// errors", and from AWS re:Post's articles on ResourceInitializationError and
// CannotPullContainerError. AWS changes the ends of its sentences more often than
// their error codes, so each code has a last row that takes what is left.
var stops = []struct {
	text *regexp.Regexp
	stop
}{
	{regexp.MustCompile(`CannotPullContainer.*(?i:not found|manifest unknown|does not exist)`), stop{
		"its image was not found", "push the image under that tag, or deploy a tag that is in the repository", rollbackRunbook}},
	{regexp.MustCompile(`CannotPullContainer.*(?i:matching platform|no matching manifest)`), stop{
		"its image is for another kind of CPU", "build the image for linux/amd64, and push it under a tag of its own", rollbackRunbook}},
	{regexp.MustCompile(`CannotPullContainer.*(?i:denied|forbidden|not authorized|no basic auth)`), stop{
		"it may not read its image", "see that the execution role and the repository's policy are as the code says: make plan", rollbackRunbook}},
	{regexp.MustCompile(`CannotPullContainer.*(?i:time-?out|timed out|dial tcp|connection|deadline)`), stop{
		"it could not reach the registry of its image", "see that the NAT gateways and VPC endpoints are as the code says: make plan", rollbackRunbook}},
	{regexp.MustCompile(`CannotPullContainer`), stop{
		"its image could not be pulled", "see what Amazon ECS says", rollbackRunbook}},

	{regexp.MustCompile(`ResourceInitialization.*(?i:secret).*(?i:AccessDenied|not authorized|kms)`), stop{
		"it may not read one of its secrets", "see that the execution role and the key's policy are as the code says: make plan", secretRunbook}},
	{regexp.MustCompile(`ResourceInitialization.*(?i:secret).*(?i:ResourceNotFound|can't find|json key|marked for deletion)`), stop{
		"one of its secrets is missing, or lacks the key that is asked for", "apply again, which writes the secret's values", secretRunbook}},
	{regexp.MustCompile(`ResourceInitialization.*(?i:time-?out|timed out|dial tcp|connection|deadline|send request failed)`), stop{
		"it could not reach AWS to read its secrets or to log in to the registry", "see that the NAT gateways and VPC endpoints are as the code says: make plan", rollbackRunbook}},
	{regexp.MustCompile(`ResourceInitialization.*(?i:registry auth)`), stop{
		"it could not read its secrets or log in to the registry", "see what Amazon ECS says", secretRunbook}},
	{regexp.MustCompile(`ResourceInitialization.*(?i:logg|log stream|log group|logger)`), stop{
		"its log group is missing, or it may not write to it", "see that the log group and the execution role are as the code says: make plan", logsRunbook}},
	{regexp.MustCompile(`ResourceInitialization`), stop{
		"what it needs could not be made ready", "see what Amazon ECS says", rollbackRunbook}},

	{regexp.MustCompile(`OutOfMemory`), stop{
		"it ran out of memory", "give the service more Memory in the environment's file, or deploy a release that needs less", scaleRunbook}},
	{regexp.MustCompile(`failed ELB health checks`), stop{
		"the load balancer got no healthy answer from it", "see in its log whether it listens on its Port and answers its health check's path", logsRunbook}},
	{regexp.MustCompile(`failed container health checks`), stop{
		"its own health check failed", "see in its log what the health check's command says", logsRunbook}},

	{regexp.MustCompile(`SpotInterruption|Spot Task was interrupted`), stop{
		"AWS took its Fargate Spot capacity back", "wait: Amazon ECS starts another one", scaleRunbook}},
	{regexp.MustCompile(`(?i:capacity is unavailable)`), stop{
		"AWS has no capacity for it at the moment", "wait, or use less Spot in the environment's Capacity", scaleRunbook}},
	{regexp.MustCompile(`CannotStartContainer|ContainerRuntimeError`), stop{
		"its container could not be started", "see that the image's entry point exists and may be executed", rollbackRunbook}},
	{regexp.MustCompile(`(ContainerRuntime|Docker)TimeoutError`), stop{
		"its container took too long to start or to stop", "see in its log what it waits for", logsRunbook}},
	{regexp.MustCompile(`(?i:timeout waiting for|internal ?error|unexpected .* error)`), stop{
		"AWS failed to make it", "wait: Amazon ECS starts another one; if it goes on, ask AWS Support", rollbackRunbook}},
	{regexp.MustCompile(`Essential container in task exited`), stop{
		"one of its containers ended", "see in its log why", logsRunbook}},
}

// unknownStop is for what no row knows.
var unknownStop = stop{"for a reason that is not known here", "see what Amazon ECS says", rollbackRunbook}

// whyStopped says why a task stopped, and in Amazon ECS's own words.
func whyStopped(task ecstypes.Task) (known stop, words string) {
	said := []string{aws.ToString(task.StoppedReason)}
	var ended []string
	for _, c := range task.Containers {
		if c.Reason != nil {
			said = append(said, aws.ToString(c.Name)+": "+*c.Reason)
		}
		if code := aws.ToInt32(c.ExitCode); code != 0 {
			ended = append(ended, fmt.Sprintf("%s with exit code %d", aws.ToString(c.Name), code))
		}
	}
	words = strings.Join(said, "; ")
	flat := strings.Join(strings.Fields(words), " ")
	known = unknownStop
	for _, row := range stops {
		if row.text.MatchString(flat) {
			known = row.stop
			break
		}
	}
	if len(ended) > 0 {
		known.why += " (" + strings.Join(ended, ", ") + ")"
	}
	return known, string(task.StopCode) + ": " + words
}

// replaced says whether a task stopped because another one took its place, which
// is how every deployment ends.
func replaced(task ecstypes.Task) bool {
	return strings.HasPrefix(aws.ToString(task.StoppedReason), "Scaling activity initiated by")
}
