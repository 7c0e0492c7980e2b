package toolchain

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

const (
	// The first releases of both lines that read AWS_ENDPOINT_URL, which leads
	// them to the emulator.
	awsConstraint1 = ">= 1.29, < 2"
	awsConstraint2 = ">= 2.13"
	// pip has the first line alone.
	awsVersion     = "1.45.11"
	awsRequirement = "awscli==" + awsVersion
)

func awsDir(root string) string { return filepath.Join(root, toolsDir, "aws") }
func awsBin(root string) string { return filepath.Join(awsDir(root), "bin") }

// AWSCLIPath returns the AWS CLI.
func AWSCLIPath(ctx context.Context, root string) (string, error) {
	in, err := newInstaller(root, nil)
	if err != nil {
		return "", err
	}
	return in.pathOf(ctx, in.awsCLI())
}

func (in *installer) awsCLI() tool {
	return tool{
		name:      AWSCLI,
		display:   "The AWS CLI " + awsConstraint2 + " (or " + awsConstraint1 + ")",
		byHand:    "put an aws on PATH (https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html)",
		variables: "AWS_",
		usedBy:    "test (where it follows the runbooks)",
		with:      pythonNeeded,
		find:      in.findAWSCLI,
		install:   in.installAWSCLI,
	}
}

// awsSays is what the AWS CLI answers when asked for its version.
var awsSays = regexp.MustCompile(`^aws-cli/(\S+)`)

func (in *installer) findAWSCLI(ctx context.Context) (found, error) {
	files := append([]string{filepath.Join(awsBin(in.root), "aws")}, onPath("aws", os.Getenv("PATH"))...)
	var broken *failure
	unfit := errors.New("there is no aws on PATH")
	for _, file := range files {
		if _, err := os.Stat(file); err != nil {
			continue
		}
		text, err := output(ctx, os.Environ(), file, "--version")
		if err != nil {
			errors.As(err, &broken)
			continue
		}
		says := awsSays.FindStringSubmatch(text)
		if says != nil && (fits(says[1], awsConstraint1) || fits(says[1], awsConstraint2)) {
			return found{version: says[1], path: file}, nil
		}
		unfit = fmt.Errorf("no aws on PATH fits: %s says %s", file, text)
	}
	if broken != nil {
		return found{}, broken
	}
	return found{}, unfit
}

func (in *installer) installAWSCLI(ctx context.Context) error {
	return in.makeVenv(ctx, AWSCLI, awsVersion, "aws", awsRequirement, "awscli")
}
