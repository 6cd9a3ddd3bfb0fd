with
    people as (select * from {{ ref('people') }}),

    companies as (select * from {{ ref('companies') }}),

    as_of as (select * from {{ ref('as_of') }}),

    routings as (select * from {{ ref('declared_routings') }}),

    stages as (select * from {{ ref('declared_stages') }}),

    first_owners as (select * from {{ ref('audit_ownership__first_owners') }}),

    owners as (select * from {{ ref('audit_ownership__owners') }}),

    pool_members as (select * from {{ ref('audit_ownership__pool_members') }}),

    lead_profiles as (select * from {{ ref('audit_routing__lead_profiles') }}),

    decisions as (select * from {{ ref('audit_routing__profile_decisions') }}),

    promises as (select * from {{ ref('audit_clock__sla_targets') }}),

    calendar_hours as (select * from {{ ref('audit_clock__calendar_hours') }}),

    timing_limits as (select * from {{ ref('timing_limits') }}),

    limits as (
        select
            max(case when limit_name = 'override' then amount end) as override_seconds,
            max(case when limit_name = 'owner_settled' then amount end) as settled_seconds,
            max(case when limit_name = 'burst_leads' then amount end) as burst_leads,
            max(case when limit_name = 'coarse_clock' then amount end) as coarse_seconds
        from timing_limits
    ),

    promise as (
        select
            max(within_seconds) as within_seconds,
            max(clock) as clock,
            max(service_level) as service_level,
            max(resolution_seconds) as resolution_seconds
        from promises
        where hop = 'assigned'
    ),

    {{ business_clock_ctes('assigned') }},

    routed as (
        select
            people.person_key,
            routings.routing_id,
            routings.handoff_id,
            routings.queue_max_age_seconds,
            people.system,
            people.company_domain,
            people.owner_key,
            people.created_at,
            people.updated_at,
            (
                coalesce(people.is_converted, false)
                or coalesce(stages.meaning in ('won', 'lost'), false)
            ) as is_closed
        from people
        inner join routings on people.system = routings.system and people.object = routings.object
        left join stages on people.stage = stages.stage
        where not coalesce(people.is_deleted, false) and people.merged_into_key is null
    ),

    pools as (
        select
            routing_id,
            pool,
            min(pool_kind) as pool_kind,
            count(distinct owner_key) as member_count,
            {{ string_agg_sorted('member') }} as members_text
        from pool_members
        group by routing_id, pool
    ),

    -- Owners of the accounts a lead belongs to by its domain: the customer's own, else its
    -- parent's.
    account_owners as (
        select distinct
            companies.system,
            companies.domain,
            case
                when companies.is_customer then companies.owner_key else parents.owner_key
            end as owner_key
        from companies
        left join companies as parents on companies.parent_company_key = parents.company_key
        where
            companies.domain is not null
            and not coalesce(companies.is_deleted, false)
            and companies.merged_into_key is null
            and (companies.is_customer or parents.is_customer)
    ),

    customer_leads as (
        select
            routed.person_key,
            routed.routing_id,
            bool_or(
                coalesce(
                    account_owners.owner_key in (routed.owner_key, first_owners.first_owner_key),
                    false
                )
            ) as reaches_account_owner,
            min(account_owners.owner_key) as account_owner_key
        from routed
        inner join
            account_owners
            on routed.system = account_owners.system
            and routed.company_domain = account_owners.domain
        left join first_owners on routed.person_key = first_owners.person_key
        where account_owners.owner_key is not null
        group by routed.person_key, routed.routing_id
    ),

    expected_members as (
        select distinct routing_id, pool, owner_key from pool_members where owner_key is not null
    ),

    placed as (
        select
            routed.*,
            lead_profiles.inputs_text,
            lead_profiles.inputs_folded,
            lead_profiles.profile,
            decisions.deciding_rule,
            decisions.deciding_order,
            decisions.expected_pool,
            decisions.tied_rules,
            decisions.missing_text,
            decisions.needs_unexported_column,
            decisions.is_missing_input,
            decisions.is_rule_conflict,
            decisions.has_no_match,
            first_owners.first_owner_key,
            first_owners.first_assigned_at,
            first_owners.first_basis,
            first_owners.last_assigned_at,
            first_owners.moved_to_key,
            first_owners.moved_from_key,
            first_owners.moved_at,
            current_owners.kind = 'queue' as is_in_queue,
            (
                current_owners.kind = 'queue'
                and (not current_owners.is_known or not current_owners.is_queue_member)
            ) as is_queue_without_owner,
            reached_owners.is_active as is_first_owner_active,
            reached_owners.owner_updated_at as first_owner_updated_at,
            reached_owners.label as first_owner_label,
            -- The owner of now is the one it reached only where nobody touched the lead since.
            (
                first_owners.first_owner_key is not null
                and (
                    first_owners.first_basis <> 'current'
                    or coalesce(
                        {{ elapsed_seconds('routed.created_at', 'routed.updated_at') }}
                        <= limits.settled_seconds,
                        false
                    )
                )
            ) as is_first_owner_known,
            expected.owner_key is not null as is_in_expected_pool,
            moved.owner_key is not null as is_moved_within_pool,
            moved_from.owner_key is not null as is_moved_from_pool,
            case
                when expected.owner_key is not null
                then decisions.expected_pool
                else coalesce(reached_owners.pool, first_owners.first_owner_key)
            end as reached_pool,
            date_trunc('minute', routed.created_at) as created_minute,
            {{ elapsed_seconds('routed.created_at', 'first_owners.first_assigned_at') }}
            as seconds_to_owner,
            {{ business_position('reached_hours', 'first_owners.first_assigned_at') }}
            - {{ business_position('created_hours', 'routed.created_at') }}
            as business_seconds_to_owner,
            {{ elapsed_seconds(
            'coalesce(first_owners.last_assigned_at, routed.created_at)', 'as_of.as_of'
        ) }} as seconds_with_owner,
            assigned_now.position
            - {{ business_position('created_hours', 'routed.created_at') }}
            as business_seconds_until_now,
            {{ elapsed_seconds('routed.created_at', 'as_of.as_of') }} as seconds_until_now
        from routed
        cross join as_of
        cross join limits
        cross join assigned_now
        left join
            assigned_hours as created_hours
            on date_trunc('hour', routed.created_at) = created_hours.hour_at
        left join
            lead_profiles
            on routed.person_key = lead_profiles.person_key
            and routed.routing_id = lead_profiles.routing_id
        left join
            decisions
            on lead_profiles.routing_id = decisions.routing_id
            and lead_profiles.profile = decisions.profile
        left join first_owners on routed.person_key = first_owners.person_key
        left join
            assigned_hours as reached_hours
            on date_trunc('hour', first_owners.first_assigned_at) = reached_hours.hour_at
        left join owners as current_owners on routed.owner_key = current_owners.owner_key
        left join
            owners as reached_owners on first_owners.first_owner_key = reached_owners.owner_key
        left join
            expected_members as expected
            on decisions.routing_id = expected.routing_id
            and decisions.expected_pool = expected.pool
            and first_owners.first_owner_key = expected.owner_key
        left join
            expected_members as moved
            on decisions.routing_id = moved.routing_id
            and decisions.expected_pool = moved.pool
            and first_owners.moved_to_key = moved.owner_key
        left join
            expected_members as moved_from
            on decisions.routing_id = moved_from.routing_id
            and decisions.expected_pool = moved_from.pool
            and first_owners.moved_from_key = moved_from.owner_key
    ),

    bursts as (
        select
            placed.routing_id,
            placed.expected_pool,
            placed.created_minute,
            count(*) as lead_count,
            count(distinct placed.first_owner_key) as owner_count
        from placed
        where placed.expected_pool is not null and placed.is_first_owner_known
        group by placed.routing_id, placed.expected_pool, placed.created_minute
    ),

    equals as (
        select routing_id, inputs_folded, deciding_rule, reached_pool, count(*) as lead_count
        from placed
        where is_first_owner_known and inputs_folded is not null
        group by routing_id, inputs_folded, deciding_rule, reached_pool
    ),

    equal_groups as (
        select
            routing_id,
            inputs_folded,
            deciding_rule,
            sum(lead_count) as lead_count,
            max(lead_count) as majority_count,
            max_by(reached_pool, lead_count) as majority_pool
        from equals
        group by routing_id, inputs_folded, deciding_rule
    ),

    judged as (
        select
            placed.person_key,
            placed.routing_id,
            placed.handoff_id,
            placed.owner_key,
            placed.created_at,
            placed.inputs_text,
            placed.inputs_folded,
            placed.profile,
            placed.deciding_rule,
            placed.deciding_order,
            placed.expected_pool,
            placed.tied_rules,
            placed.missing_text,
            placed.first_owner_key,
            placed.first_owner_label,
            placed.first_assigned_at,
            placed.first_basis,
            placed.reached_pool,
            placed.seconds_to_owner,
            placed.business_seconds_to_owner,
            pools.members_text,
            promise.service_level,
            promise.within_seconds,
            customer_leads.account_owner_key,
            equal_groups.majority_pool,
            cast(equal_groups.lead_count as bigint) as equal_lead_count,
            cast(bursts.lead_count as bigint) as burst_lead_count,
            placed.first_owner_key is not null as has_human_owner,
            coalesce(placed.is_in_queue, false) as is_in_queue,
            customer_leads.person_key is not null as is_customer_lead,
            coalesce(placed.needs_unexported_column, true) as needs_unexported_column,
            placed.is_first_owner_known,
            coalesce(placed.first_basis <> 'current', false) as has_owner_history,
            (
                placed.is_first_owner_known
                and placed.deciding_rule is not null
                and not placed.is_missing_input
                and not placed.is_rule_conflict
                and not placed.needs_unexported_column
                and coalesce(pools.pool_kind, 'queue') <> 'queue'
                and coalesce(pools.member_count, 0) > 0
            ) as is_replayed,
            coalesce(
                pools.pool_kind = 'round_robin'
                and pools.member_count >= 2
                and placed.is_first_owner_known,
                false
            ) as is_round_robin,
            placed.owner_key is null as is_unassigned,
            coalesce(placed.is_queue_without_owner, false) as is_queue_unowned,
            coalesce(
                placed.is_in_queue
                and not placed.is_closed
                and placed.seconds_with_owner > placed.queue_max_age_seconds,
                false
            ) as is_queue_aged,
            -- A user switched off after the lead had moved on was not inactive when it came.
            coalesce(
                not placed.is_first_owner_active
                and not (
                    coalesce(placed.first_owner_updated_at > placed.first_assigned_at, false)
                    and placed.owner_key is distinct from placed.first_owner_key
                ),
                false
            ) as is_inactive_owner,
            coalesce(placed.is_missing_input, false) as is_missing_input,
            coalesce(placed.is_rule_conflict, false) as is_rule_conflict,
            coalesce(
                placed.has_no_match
                and not placed.is_missing_input
                and not placed.needs_unexported_column,
                false
            ) as is_no_rule,
            coalesce(
                placed.is_moved_from_pool
                and not placed.is_moved_within_pool
                and {{ elapsed_seconds('placed.first_assigned_at', 'placed.moved_at') }}
                <= limits.override_seconds,
                false
            ) as was_moved_off_pool,
            placed.is_in_expected_pool,
            coalesce(customer_leads.reaches_account_owner, false) as reaches_account_owner,
            coalesce(
                equal_groups.majority_count * 2 > equal_groups.lead_count
                and placed.reached_pool is distinct from equal_groups.majority_pool,
                false
            ) as is_unlike_equals,
            coalesce(
                pools.pool_kind = 'round_robin'
                and pools.member_count >= 2
                and bursts.lead_count >= limits.burst_leads
                and bursts.owner_count = 1,
                false
            ) as is_uneven_burst,
            {{ hop_verdict(
            'true', 'placed.created_at', 'placed.first_assigned_at', 'placed.seconds_to_owner',
            "case when promise.clock = 'business' then case "
            ~ "when placed.first_assigned_at is null then placed.business_seconds_until_now "
            ~ "else placed.business_seconds_to_owner end "
            ~ "when placed.first_assigned_at is null then placed.seconds_until_now "
            ~ "else placed.seconds_to_owner end",
            'promise.within_seconds', 'promise.resolution_seconds',
            "placed.first_owner_key is null or placed.first_basis <> 'current'"
        ) }} as assigned_verdict,
            case
                when placed.first_owner_key is null
                then 'D'
                when promise.resolution_seconds >= limits.coarse_seconds
                then 'C'
                when placed.first_basis = 'history'
                then 'A'
                when placed.first_basis = 'current'
                then 'C'
                else 'B'
            end as evidence_grade
        from placed
        cross join limits
        cross join promise
        left join
            pools on placed.routing_id = pools.routing_id and placed.expected_pool = pools.pool
        left join
            customer_leads
            on placed.person_key = customer_leads.person_key
            and placed.routing_id = customer_leads.routing_id
        left join
            equal_groups
            on placed.routing_id = equal_groups.routing_id
            and placed.inputs_folded = equal_groups.inputs_folded
            and placed.deciding_rule is not distinct from equal_groups.deciding_rule
            and placed.is_first_owner_known
        left join
            bursts
            on placed.routing_id = bursts.routing_id
            and placed.expected_pool = bursts.expected_pool
            and placed.created_minute = bursts.created_minute
            and placed.is_first_owner_known
    ),

    final as (
        select
            person_key,
            routing_id,
            handoff_id,
            created_at,
            inputs_text,
            profile,
            deciding_rule,
            deciding_order,
            tied_rules,
            expected_pool,
            members_text as expected_members,
            first_owner_key,
            first_assigned_at,
            owner_key as current_owner_key,
            reached_pool,
            seconds_to_owner,
            business_seconds_to_owner,
            service_level,
            within_seconds,
            assigned_verdict,
            evidence_grade,
            case
                when is_unassigned
                then 'unassigned'
                when is_queue_unowned
                then 'queue_unowned'
                when is_queue_aged
                then 'queue_aged'
                when is_inactive_owner
                then 'inactive_owner'
                when is_missing_input
                then 'missing_input'
                when is_rule_conflict
                then 'rule_conflict'
                when is_no_rule
                then 'no_rule'
                when is_replayed and was_moved_off_pool
                then 'human_override'
                when is_replayed and not is_in_expected_pool and not reaches_account_owner
                then 'wrong_owner'
                when not has_human_owner and is_in_queue
                then 'in_queue'
                when needs_unexported_column or (has_human_owner and not is_first_owner_known)
                then 'not_computable'
                else 'right'
            end as class,
            coalesce(inputs_text, 'no inputs')
            || ': '
            || case
                when needs_unexported_column
                then 'a rule reads a column that no export has'
                when is_missing_input
                then 'rule ' || missing_text
                when is_rule_conflict
                then
                    'rules '
                    || tied_rules
                    || ' of order '
                    || cast(deciding_order as string)
                    || ' tie'
                when is_no_rule
                then 'no rule matches'
                else
                    'rule '
                    || coalesce(deciding_rule, 'unknown')
                    || ' (order '
                    || coalesce(cast(deciding_order as string), '?')
                    || ') expects pool '
                    || coalesce(expected_pool, 'unknown')
                    || ' ('
                    || coalesce(members_text, 'no member known')
                    || ')'
            end
            || '; '
            || case
                when is_first_owner_known
                then 'reached ' || first_owner_label
                when has_human_owner
                then 'owned now by ' || first_owner_label || ', who had it first is not known'
                when is_unassigned
                then 'reached nobody'
                else 'waits in a queue'
            end as explanation,
            equal_lead_count,
            majority_pool,
            burst_lead_count,
            account_owner_key,
            has_human_owner,
            has_owner_history,
            is_in_queue,
            is_customer_lead,
            not needs_unexported_column as is_decidable,
            is_replayed,
            is_round_robin,
            is_unassigned,
            is_queue_unowned,
            is_queue_aged,
            is_inactive_owner,
            is_missing_input,
            is_rule_conflict,
            is_no_rule,
            is_replayed and was_moved_off_pool as is_human_override,
            is_replayed and not is_in_expected_pool and not reaches_account_owner as is_wrong_owner,
            assigned_verdict = 'breached' as is_assigned_late,
            is_unlike_equals,
            is_uneven_burst,
            is_customer_lead
            and has_human_owner
            and not reaches_account_owner as is_off_account_owner
        from judged
    )

select *
from final
