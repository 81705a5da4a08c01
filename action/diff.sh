#!/bin/sh
# What the Action does: annotations, the job's summary, one comment, SARIF where it is asked for.
#
# Exit status 1: the committed tree is not what topogen writes, or there is nothing to compare with; 4: `fail-on`.
set -u
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
# shellcheck disable=SC2086 # a list of files
set -- $FILES
if [ -n "${OUT-}" ]; then
  set -- "$@" --out "$OUT"
fi

status=0
# Findings are annotations. What is out of date is no line of a file: the command that mends it is one of its own.
topogen render "$@" --check --format github 2>"$work/said" || status=$?
cat "$work/said"
if [ "$status" -eq 2 ]; then
  sed -n 's/%/%25/g; s/^\([^ ].*: not what would be written; .*\)$/::error title=topogen::\1/p' "$work/said"
elif [ "$status" -ne 0 ]; then
  exit "$status"
fi

topogen diff "$@" --against "$AGAINST" --format github || exit 1
topogen diff "$@" --against "$AGAINST" --format markdown >"$work/comment.md" || exit 1
if [ -n "${GITHUB_STEP_SUMMARY-}" ]; then
  cat "$work/comment.md" >>"$GITHUB_STEP_SUMMARY"
fi
if [ -n "${SARIF-}" ]; then
  topogen diff "$@" --against "$AGAINST" --format sarif >"$SARIF" || exit 1
fi
if [ "${COMMENT-}" = true ] && [ -n "${NUMBER-}" ]; then
  # A fork's token may not write: its summary has the same.
  sh "$GITHUB_ACTION_PATH/templates/pipeline/scripts/comment.sh" "$GITHUB_REPOSITORY" "$NUMBER" "$work/comment.md" ||
    echo "::warning title=topogen::no comment could be written; the summary of this job has it"
fi
if [ "$status" -ne 0 ]; then
  exit 1
fi
if [ -n "${FAIL_ON-}" ]; then
  topogen diff "$@" --against "$AGAINST" --fail-on "$FAIL_ON" >"$work/failed"
fi
