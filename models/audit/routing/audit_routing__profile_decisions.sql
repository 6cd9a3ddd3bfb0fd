with
    profile_rules as (select * from {{ ref('audit_routing__profile_rules') }}),

    first_matches as (
        select
            routing_id,
            profile,
            min(lead_count) as lead_count,
            min(case when outcome = 'matched' then rule_order end) as deciding_order
        from profile_rules
        group by routing_id, profile
    ),

    final as (
        select
            first_matches.routing_id,
            first_matches.profile,
            first_matches.lead_count,
            first_matches.deciding_order,
            min(
                case
                    when
                        profile_rules.outcome = 'matched'
                        and profile_rules.rule_order = first_matches.deciding_order
                    then profile_rules.rule
                end
            ) as deciding_rule,
            min_by(profile_rules.pool, profile_rules.rule) filter (
                where
                    profile_rules.outcome = 'matched'
                    and profile_rules.rule_order = first_matches.deciding_order
            ) as expected_pool,
            {{ string_agg_sorted(
            "case when profile_rules.outcome = 'matched' "
            ~ "and profile_rules.rule_order = first_matches.deciding_order "
            ~ "then profile_rules.rule end"
        ) }} as tied_rules,
            count(
                distinct case
                    when
                        profile_rules.outcome = 'matched'
                        and profile_rules.rule_order = first_matches.deciding_order
                    then profile_rules.pool
                end
            )
            > 1 as is_rule_conflict,
            bool_or(
                profile_rules.outcome = 'blank'
                and (
                    first_matches.deciding_order is null
                    or profile_rules.rule_order < first_matches.deciding_order
                )
            ) as is_missing_input,
            bool_or(
                profile_rules.outcome = 'not_exported'
                and (
                    first_matches.deciding_order is null
                    or profile_rules.rule_order < first_matches.deciding_order
                )
            ) as needs_unexported_column,
            {{ string_agg_sorted(
            "case when profile_rules.outcome = 'blank' "
            ~ "and (first_matches.deciding_order is null "
            ~ "or profile_rules.rule_order < first_matches.deciding_order) "
            ~ "then profile_rules.rule || ' needs ' || profile_rules.blank_headers end", "'; '"
        ) }} as missing_text,
            first_matches.deciding_order is null as has_no_match
        from first_matches
        inner join
            profile_rules
            on first_matches.routing_id = profile_rules.routing_id
            and first_matches.profile = profile_rules.profile
        group by
            first_matches.routing_id,
            first_matches.profile,
            first_matches.lead_count,
            first_matches.deciding_order
    )

select *
from final
