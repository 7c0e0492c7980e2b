package emulator

import (
	"strings"
	"testing"
)

// servicesInUse are those that the stacks, and what works on them, call: botocore's
// names, as Python.
const servicesInUse = `
services = """accessanalyzer account acm application-autoscaling backup budgets ce
cloudwatch dynamodb ec2 ecr ecs elbv2 events firehose iam kms lambda logs organizations
resourcegroupstaggingapi route53 s3 s3control sagemaker secretsmanager service-quotas
servicediscovery sns sqs ssm sts wafv2""".split()
`

// untranslated prints the patterns of their models for which patterns has no
// words, and whether it has seen many.
const untranslated = servicesInUse + `
import warnings
warnings.simplefilter("error")
from emulator import models, patterns
found = set()
for service in services:
    model = models.load(service)
    found |= {model.shape_for(name).metadata.get("pattern") for name in model.shape_names}
for pattern in found - {None}:
    try:
        patterns.compile(pattern)
    except Exception as error:
        print(repr(error))
print(len(found) > 500)
`

func TestEveryPatternHasATranslation(t *testing.T) {
	if printed := runPython(t, untranslated); strings.TrimSpace(printed) != "True" {
		t.Error(printed)
	}
}

// meanings are patterns that Java and Python read differently, each with what it
// takes and what it does not, as Java says.
const meanings = `
from emulator import patterns
for pattern, taken, refused in (
    (r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*", ["", "Größe 1", "日本", "a\u00a0b"], ["a*b", "a\tb"]),
    (r"\p{Print}+", ["a b"], ["ü", "a\n"]),
    (r"\p{ASCII}{1,3}", ["a\n"], ["é", "abcd"]),
    (r"arn:[\p{Alnum}\-]+:x", ["arn:aws-cn:x"], ["arn:äws:x"]),
    (r"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\t]*", ["a\t😀", "\ue000"], ["\n", "\ufffe"]),
    (r"[\w-_]*", ["a-b_"], ["a b", "ä"]),
    (r"[a-z\-\d]+/[a-zA-Z\d-_/]+", ["a-1/B-_/"], ["a/ä"]),
    (r"\d+", ["12"], ["١٢"]),
    (r"\s", [" "], ["\u00a0"]),
    (r"^a|b$", ["a", "b"], ["ab"]),
    (r"a$", ["a"], ["a\n"]),
    (r"a.c", ["abc"], ["a\rc", "a\u2028c", "a\nc"]),
    (r"(?s).*", ["a\nb"], []),
    (r"^(?![^:\\]*/action/|(?i).*<script>.*</script>.*)[^:\\]+$", ["a/Action/b"], ["a/action/b", "<SCRIPT></SCRIPT>"]),
    (r"x(?i)a|b", ["xA", "B"], ["XA"]),
    (r"(?<n>a)\z", ["a"], ["a\n"]),
    (r"([a-z]*)${1,128}", ["abc"], ["a1"]),
    (r"\x{41}\Q.+\E", ["A.+"], ["A.", "Ab+"]),
):
    compiled = patterns.compile(pattern)
    for text in taken:
        if not compiled.fullmatch(text):
            print(pattern, "refuses", repr(text))
    for text in refused:
        if compiled.fullmatch(text):
            print(pattern, "takes", repr(text))
for pattern in (r"[a-z&&[^b]]", r"[a[b]]", r"a*+", r"\p{Greek}", r"\P{L}", r"(?x) a", r"(a"):
    try:
        print(pattern, "became", patterns.compile(pattern))
    except patterns.Untranslatable:
        pass
`

func TestTranslatedPatternsMeanTheSame(t *testing.T) {
	if printed := runPython(t, meanings); printed != "" {
		t.Error(printed)
	}
}
