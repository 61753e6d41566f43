//! Strings in which an entity is not meant (`not`), where they are found → names inside them that mean
//! somebody else, or nobody.

use super::meaning::Lists;
use super::mention::as_usize;
use super::names::Claim;
use super::overlap::{Candidate, contains};
use super::refusal::{Refusal, Why};
use super::searcher::Searcher;
use super::touching::Ranges;
use crate::reading::corpus::EntityId;

impl Searcher<'_> {
    /// Where strings are in which an entity is not meant (`not`).
    pub(super) fn denied(&self, candidates: &[Candidate]) -> Ranges<EntityId> {
        let mut denied = Vec::new();
        for candidate in candidates {
            for claim in self.names.claims(candidate.string) {
                if let Claim::Not(entity) = claim {
                    denied.push((candidate.range.clone(), *entity));
                }
            }
        }
        denied.into_iter().collect()
    }

    /// Names inside a denied string are refused by it, whatever else speaks against them.
    pub(super) fn mark_denied(&self, denied: &Ranges<EntityId>, refused: &mut [Refusal]) {
        if denied.is_empty() {
            return;
        }
        for refusal in refused {
            let range = as_usize(&refusal.range);
            let claims = self.names.claims(refusal.string);
            let is_denied = denied.touching(&range).any(|(outer, entity)| {
                contains(outer, &range) && claims.iter().any(|claim| is_alias_of(claim, *entity))
            });
            if is_denied {
                refusal.why = Why::Denied;
            }
        }
    }

    /// A candidate with those whom it does not mean inside a denied string (`not`); none if nobody is
    /// left, or it is a denied string itself.
    pub(super) fn without_denied(
        &self,
        mut candidate: Candidate,
        denied: &Ranges<EntityId>,
        lists: &Lists<'_>,
    ) -> Option<Candidate> {
        let claims = self.names.claims(candidate.string);
        for (range, entity) in denied.touching(&candidate.range) {
            if contains(range, &candidate.range)
                && (claims.iter().any(|claim| is_alias_of(claim, *entity))
                    || lists.names(candidate.string, *entity))
            {
                candidate.denied.push(*entity);
            }
        }

        let is_left = claims.iter().any(|claim| match claim {
            Claim::Alias { entity, .. } => !candidate.denied.contains(entity),
            Claim::Called { .. } => lists.calls(candidate.string, &candidate.denied),
            Claim::Lookalike(_) | Claim::Always => true,
            Claim::Not(_) => false,
        });
        is_left.then_some(candidate)
    }
}

fn is_alias_of(claim: &Claim, entity: EntityId) -> bool {
    matches!(claim, Claim::Alias { entity: of, .. } if *of == entity)
}
