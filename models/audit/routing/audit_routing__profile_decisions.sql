with
    profile_rules as (select * from {{ ref('audit_routing__profile_rules') }}),

    routings as (select * from {{ ref('declared_routings') }}),

    first_matches as (
        select
            routing_id,
            profile,
            min(lead_count) as lead_count,
            min(case when outcome = 'matched' then rule_order end) as deciding_order
        from profile_rules
        group by routing_id, profile
    ),

    decided as (
        select
            first_matches.routing_id,
            first_matches.profile,
            min(
                case when profile_rules.outcome = 'matched' then profile_rules.rule end
            ) as deciding_rule,
            min_by(profile_rules.pool, profile_rules.rule) filter (
                where profile_rules.outcome = 'matched'
            ) as expected_pool,
            {{ string_agg_sorted(
            "case when profile_rules.outcome = 'matched' then profile_rules.rule end"
        ) }} as tied_rules,
            count(distinct case when profile_rules.outcome = 'matched' then profile_rules.pool end)
            > 1 as is_rule_conflict
        from first_matches
        inner join
            profile_rules
            on first_matches.routing_id = profile_rules.routing_id
            and first_matches.profile = profile_rules.profile
            and first_matches.deciding_order = profile_rules.rule_order
        group by first_matches.routing_id, first_matches.profile
    ),

    -- Rules before the deciding one, or all where none decides. A blank field or a column that no
    -- export has matters where the rule would have named another pool. The column of a rule of the
    -- same order matters, too: that rule may tie.
    earlier as (
        select
            first_matches.routing_id,
            first_matches.profile,
            profile_rules.rule,
            profile_rules.blank_headers,
            profile_rules.outcome = 'not_exported'
            and profile_rules.pool is distinct from decided.expected_pool as lacks_column,
            profile_rules.outcome = 'blank'
            and profile_rules.pool is distinct from decided.expected_pool
            and (
                decided.deciding_rule is null or routings.when_blank is distinct from 'next_rule'
            ) as lacks_field
        from first_matches
        inner join
            profile_rules
            on first_matches.routing_id = profile_rules.routing_id
            and first_matches.profile = profile_rules.profile
        left join
            decided
            on first_matches.routing_id = decided.routing_id
            and first_matches.profile = decided.profile
        left join routings on first_matches.routing_id = routings.routing_id
        where
            first_matches.deciding_order is null
            or profile_rules.rule_order < first_matches.deciding_order
            or (
                profile_rules.rule_order = first_matches.deciding_order
                and profile_rules.outcome = 'not_exported'
            )
    ),

    skipped as (
        select
            routing_id,
            profile,
            bool_or(lacks_column) as needs_unexported_column,
            {{ string_agg_sorted("case when lacks_column then rule end") }} as unexported_rules,
            bool_or(lacks_field) as is_missing_input,
            {{ string_agg_sorted(
            "case when lacks_field then rule || ' needs ' || blank_headers end", "'; '"
        ) }} as missing_text
        from earlier
        group by routing_id, profile
    ),

    final as (
        select
            first_matches.routing_id,
            first_matches.profile,
            first_matches.lead_count,
            first_matches.deciding_order,
            decided.deciding_rule,
            decided.expected_pool,
            decided.tied_rules,
            -- null means no rule decides, or none comes before the one that does.
            coalesce(decided.is_rule_conflict, false) as is_rule_conflict,
            coalesce(skipped.is_missing_input, false) as is_missing_input,
            coalesce(skipped.needs_unexported_column, false) as needs_unexported_column,
            skipped.unexported_rules,
            skipped.missing_text,
            first_matches.deciding_order is null as has_no_match
        from first_matches
        left join
            decided
            on first_matches.routing_id = decided.routing_id
            and first_matches.profile = decided.profile
        left join
            skipped
            on first_matches.routing_id = skipped.routing_id
            and first_matches.profile = skipped.profile
    )

select *
from final
