with
    people as (select * from {{ ref('people') }}),

    due_records as (select * from {{ ref('audit_clock__due_records') }}),

    as_of as (select * from {{ ref('as_of') }}),

    routings as (select * from {{ ref('declared_routings') }}),

    rules as (select * from {{ ref('declared_routing_rules') }}),

    stages as (select * from {{ ref('declared_stages') }}),

    first_owners as (select * from {{ ref('audit_ownership__first_owners') }}),

    owners as (select * from {{ ref('audit_ownership__owners') }}),

    rosters as (select * from {{ ref('audit_ownership__pool_rosters') }}),

    customer_leads as (select * from {{ ref('audit_routing__customer_leads') }}),

    lead_profiles as (select * from {{ ref('audit_routing__lead_profiles') }}),

    decisions as (select * from {{ ref('audit_routing__profile_decisions') }}),

    sla_targets as (select * from {{ ref('audit_clock__sla_targets') }}),

    calendar_hours as (select * from {{ ref('audit_clock__calendar_hours') }}),

    calendars as (select * from {{ ref('declared_calendars') }}),

    timing_limits as (select * from {{ ref('timing_limits') }}),

    ruled as (select distinct routing_id from rules),

    limits as (
        select
            max(case when limit_name = 'override' then amount end) as override_seconds,
            max(case when limit_name = 'owner_settled' then amount end) as settled_seconds,
            max(case when limit_name = 'burst_leads' then amount end) as burst_leads,
            max(case when limit_name = 'coarse_clock' then amount end) as coarse_seconds
        from timing_limits
    ),

    assignment_sla as (
        select
            max(within_seconds) as within_seconds,
            max(clock) as clock,
            max(service_level) as service_level,
            max(resolution_seconds) as resolution_seconds
        from sla_targets
        where hop = 'assigned'
    ),

    {{ business_clock_ctes('assigned') }},

    -- Opening seconds of a week and of a day in the calendar of the assignment: a day in a queue
    -- is a day on which somebody is there.
    openings as (
        select
            sum(calendars.closes_second - calendars.opens_second) as week_seconds,
            sum(calendars.closes_second - calendars.opens_second)
            / nullif(count(distinct calendars.weekday), 0) as day_seconds
        from calendars
        inner join sla_targets on calendars.calendar = sla_targets.calendar
        where sla_targets.hop = 'assigned' and calendars.closes_second > calendars.opens_second
    ),

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
            people.status,
            people.status is not null and stages.stage is null as is_stage_unknown,
            due_records.record_key is null or due_records.is_due as is_due,
            (
                -- null means no export says so; a status without a stage is not judged below.
                coalesce(people.is_converted, false)
                or coalesce(stages.meaning in ('won', 'lost'), false)
            ) as is_closed
        from people
        inner join routings on people.system = routings.system and people.object = routings.object
        left join stages on people.stage = stages.stage
        left join
            due_records
            on routings.handoff_id = due_records.handoff_id
            and people.person_key = due_records.record_key
        -- null means no export says that it was deleted: it is there.
        where not coalesce(people.is_deleted, false) and people.merged_into_key is null
    ),

    pools as (
        select
            routing_id,
            pool,
            starts_at,
            min(ends_at) as ends_at,
            min(pool_kind) as pool_kind,
            count(distinct owner_key) as member_count,
            {{ string_agg_sorted('case when owner_key is null then member end') }}
            as unknown_members_text,
            {{ string_agg_sorted('member') }} as members_text
        from rosters
        group by routing_id, pool, starts_at
    ),

    expected_members as (
        select distinct routing_id, pool, starts_at, owner_key
        from rosters
        where owner_key is not null
    ),

    routed_leads as (
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
            case
                when decisions.needs_unexported_column
                then 'no export has a column of the rules ' || decisions.unexported_rules
                when ruled.routing_id is not null and decisions.profile is null
                then 'the exports do not let any rule be evaluated'
            end as rule_not_judged_because,
            decisions.is_missing_input,
            decisions.is_rule_conflict,
            decisions.has_no_match,
            pools.pool_kind,
            pools.member_count,
            pools.members_text,
            pools.unknown_members_text,
            (
                decisions.deciding_rule is not null
                and not decisions.is_missing_input
                and not decisions.is_rule_conflict
                and not decisions.needs_unexported_column
                -- null means no owner belongs to the pool.
                and coalesce(pools.pool_kind, 'queue') <> 'queue'
                and coalesce(pools.member_count, 0) > 0
            ) as has_expected_owners,
            first_owners.first_owner_key,
            first_owners.first_assigned_at,
            first_owners.first_basis,
            first_owners.last_assigned_at,
            first_owners.moved_to_key,
            first_owners.moved_from_key,
            first_owners.moved_at,
            first_owners.is_move_unexplained,
            -- null means it has no owner, and is_unassigned tests that.
            coalesce(current_owners.is_program, false) as is_owned_by_program,
            current_owners.kind = 'queue' as is_in_queue,
            current_owners.kind = 'queue'
            and not current_owners.is_queue_member as is_queue_without_owner,
            case
                when current_owners.kind = 'queue' or not current_owners.is_kind_known
                then current_owners.unknown_because
            end as queue_unknown_because,
            current_owners.unknown_because as current_owner_unknown_because,
            current_owners.is_kind_known as is_current_owner_kind_known,
            reached_owners.unknown_because as first_owner_unknown_because,
            reached_owners.activity_unknown_because,
            reached_owners.is_kind_known as is_first_owner_kind_known,
            reached_owners.is_active as is_first_owner_active,
            reached_owners.owner_updated_at as first_owner_updated_at,
            reached_owners.label as first_owner_label,
            -- Without history, the current owner counts as first owner only if the lead was
            -- not updated afterwards.
            (
                first_owners.first_owner_key is not null
                and reached_owners.unknown_because is null
                and (
                    first_owners.first_basis <> 'current'
                    -- null means a stamp is missing: the first owner is not known.
                    or coalesce(
                        {{ elapsed_seconds('routed.created_at', 'routed.updated_at') }}
                        <= limits.settled_seconds,
                        false
                    )
                )
            ) as is_first_owner_known,
            expected.owner_key is not null as is_in_expected_pool,
            -- The rule gave the lead to the first owner, if that one is in its pool.
            moved_from.owner_key is not null
            and first_owners.moved_to_key
            is distinct from first_owners.moved_from_key as is_moved_off_owner,
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
            -- Opening time where a calendar is declared, else elapsed time. Before the calendar
            -- begins, no opening time has passed.
            case
                when coalesce(first_owners.last_assigned_at, routed.created_at) is null
                then null
                when assigned_now.position is null
                then
                    {{ elapsed_seconds(
                    'coalesce(first_owners.last_assigned_at, routed.created_at)', 'as_of.as_of'
                ) }}
                else
                    assigned_now.position - coalesce(
                        {{ business_position('queue_hours', 'coalesce(first_owners.last_assigned_at, routed.created_at)') }},
                        0
                    )
            end as seconds_with_owner,
            case
                when assigned_now.position is null
                then routed.queue_max_age_seconds
                else
                    floor(routed.queue_max_age_seconds / 604800) * openings.week_seconds
                    + floor(mod(routed.queue_max_age_seconds, 604800) / 86400)
                    * openings.day_seconds
                    + mod(routed.queue_max_age_seconds, 86400)
            end as queue_limit_seconds,
            assigned_now.position
            - {{ business_position('created_hours', 'routed.created_at') }}
            as business_seconds_until_now,
            {{ elapsed_seconds('routed.created_at', 'as_of.as_of') }} as seconds_until_now
        from routed
        cross join as_of
        cross join limits
        cross join assigned_now
        cross join openings
        left join first_owners on routed.person_key = first_owners.person_key
        left join
            assigned_hours as queue_hours
            on date_trunc('hour', coalesce(first_owners.last_assigned_at, routed.created_at))
            = queue_hours.hour_at
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
        left join ruled on routed.routing_id = ruled.routing_id
        -- The members at the moment of the assignment.
        left join
            pools
            on decisions.routing_id = pools.routing_id
            and decisions.expected_pool = pools.pool
            and coalesce(first_owners.first_assigned_at, routed.created_at, as_of.as_of)
            >= pools.starts_at
            and coalesce(first_owners.first_assigned_at, routed.created_at, as_of.as_of)
            < pools.ends_at
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
            and pools.starts_at = expected.starts_at
            and first_owners.first_owner_key = expected.owner_key
        left join
            expected_members as moved_from
            on decisions.routing_id = moved_from.routing_id
            and decisions.expected_pool = moved_from.pool
            and pools.starts_at = moved_from.starts_at
            and first_owners.moved_from_key = moved_from.owner_key
    ),

    bursts as (
        select
            routed_leads.routing_id,
            routed_leads.expected_pool,
            routed_leads.created_minute,
            count(*) as lead_count,
            count(distinct routed_leads.first_owner_key) as owner_count
        from routed_leads
        where routed_leads.expected_pool is not null and routed_leads.is_first_owner_known
        group by routed_leads.routing_id, routed_leads.expected_pool, routed_leads.created_minute
    ),

    equal_leads as (
        select routing_id, inputs_folded, deciding_rule, reached_pool, count(*) as lead_count
        from routed_leads
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
        from equal_leads
        group by routing_id, inputs_folded, deciding_rule
    ),

    judged as (
        select
            routed_leads.person_key,
            routed_leads.routing_id,
            routed_leads.handoff_id,
            routed_leads.owner_key,
            routed_leads.created_at,
            routed_leads.inputs_text,
            routed_leads.inputs_folded,
            routed_leads.profile,
            routed_leads.deciding_rule,
            routed_leads.deciding_order,
            routed_leads.expected_pool,
            routed_leads.tied_rules,
            routed_leads.missing_text,
            routed_leads.first_owner_key,
            routed_leads.first_owner_label,
            routed_leads.first_owner_unknown_because,
            routed_leads.first_assigned_at,
            routed_leads.first_basis,
            routed_leads.reached_pool,
            routed_leads.seconds_to_owner,
            routed_leads.business_seconds_to_owner,
            routed_leads.members_text,
            assignment_sla.service_level,
            assignment_sla.within_seconds,
            customer_leads.account_owner_key,
            equal_groups.majority_pool,
            cast(equal_groups.lead_count as bigint) as equal_lead_count,
            cast(bursts.lead_count as bigint) as burst_lead_count,
            routed_leads.first_owner_key is not null as has_human_owner,
            -- null means it has no owner.
            coalesce(routed_leads.is_in_queue, false) as is_in_queue,
            coalesce(customer_leads.is_customer_lead, false) as is_customer_lead,
            -- null means no rule could be evaluated.
            coalesce(routed_leads.needs_unexported_column, true) as needs_unexported_column,
            routed_leads.is_first_owner_known,
            routed_leads.queue_max_age_seconds is not null as has_queue_limit,
            case
                when routed_leads.first_owner_unknown_because is not null
                then routed_leads.first_owner_unknown_because
                when
                    routed_leads.first_owner_key is null
                    or coalesce(customer_leads.reaches_account_owner, false)
                then null
                when routed_leads.rule_not_judged_because is not null
                then routed_leads.rule_not_judged_because
                when routed_leads.has_expected_owners and not routed_leads.is_first_owner_known
                then 'no export says who had it first'
                when routed_leads.is_in_expected_pool
                then null
                when routed_leads.unknown_members_text is not null
                then 'no export has the pool member ' || routed_leads.unknown_members_text
                -- The owner of the account may have had it by right.
                when
                    customer_leads.person_key is not null
                    and customer_leads.reaches_account_owner is null
                then customer_leads.not_judged_because
            end as owner_not_judged_because,
            case
                when
                    not routed_leads.is_moved_off_owner
                    or coalesce(customer_leads.reaches_account_owner, false)
                then null
                when
                    customer_leads.person_key is not null
                    and customer_leads.reaches_account_owner is null
                then customer_leads.not_judged_because
                when routed_leads.is_move_unexplained
                then 'no export says who moved it'
                when routed_leads.first_assigned_at is null or routed_leads.moved_at is null
                then 'no export says when it was moved'
            end as override_not_judged_because,
            routed_leads.rule_not_judged_because,
            routed_leads.queue_unknown_because as queue_not_judged_because,
            case
                when not routed_leads.is_current_owner_kind_known
                then routed_leads.current_owner_unknown_because
                when routed_leads.is_in_queue and routed_leads.seconds_with_owner is null
                then 'no export says since when it is in the queue'
                when
                    routed_leads.is_in_queue
                    and routed_leads.is_stage_unknown
                    and not routed_leads.is_closed
                    and routed_leads.seconds_with_owner > routed_leads.queue_limit_seconds
                then 'status ' || routed_leads.status || ' has no declared stage'
            end as waiting_not_judged_because,
            case
                when routed_leads.activity_unknown_because is not null
                then routed_leads.activity_unknown_because
                -- A user who was changed after the lead came may have left after it, too.
                when
                    not routed_leads.is_first_owner_active
                    and case
                        when routed_leads.owner_key is distinct from routed_leads.first_owner_key
                        then
                            routed_leads.first_owner_updated_at is null
                            or routed_leads.first_assigned_at is null
                        else routed_leads.first_owner_updated_at > routed_leads.first_assigned_at
                    end
                then 'no export says since when its first owner is inactive'
            end as activity_not_judged_because,
            case
                -- null means no account owner is asked for, or who it was is not known.
                when not coalesce(customer_leads.reaches_account_owner, false)
                then
                    coalesce(
                        customer_leads.not_judged_because,
                        case
                            when customer_leads.is_customer_lead
                            then
                                coalesce(
                                    routed_leads.first_owner_unknown_because,
                                    routed_leads.current_owner_unknown_because
                                )
                        end
                    )
            end as account_owner_not_judged_because,
            routed_leads.is_due,
            case
                when routed_leads.is_due is null
                then 'a condition of the handoff reads a column that is in no export'
                when not routed_leads.is_first_owner_kind_known
                then routed_leads.first_owner_unknown_because
            end as assigned_not_judged_because,
            -- null means it reached nobody.
            coalesce(routed_leads.first_basis <> 'current', false) as has_owner_history,
            (
                routed_leads.is_first_owner_known
                and routed_leads.has_expected_owners
                and (
                    routed_leads.is_in_expected_pool
                    or routed_leads.unknown_members_text is null
                    or coalesce(customer_leads.reaches_account_owner, false)
                )
            ) as is_replayed,
            -- null means no rule decides, or its pool has no members.
            coalesce(
                routed_leads.pool_kind = 'round_robin'
                and routed_leads.member_count >= 2
                and routed_leads.is_first_owner_known,
                false
            ) as is_round_robin,
            routed_leads.owner_key is null or routed_leads.is_owned_by_program as is_unassigned,
            -- null means it has no owner.
            coalesce(routed_leads.is_queue_without_owner, false) as is_queue_unowned,
            -- null means it has no owner, or a stamp is missing (waiting_not_judged_because).
            coalesce(
                routed_leads.is_in_queue
                and not routed_leads.is_closed
                and routed_leads.seconds_with_owner > routed_leads.queue_limit_seconds,
                false
            ) as is_queue_aged,
            -- A user who was deactivated after the lead had moved on was active when it
            -- arrived. null means it reached nobody (unknown: activity_not_judged_because).
            coalesce(
                not routed_leads.is_first_owner_active
                and not (
                    routed_leads.first_owner_updated_at > routed_leads.first_assigned_at
                    and routed_leads.owner_key is distinct from routed_leads.first_owner_key
                ),
                false
            ) as is_inactive_owner,
            -- null means no rule could be evaluated (needs_unexported_column).
            coalesce(routed_leads.is_missing_input, false) as is_missing_input,
            coalesce(routed_leads.is_rule_conflict, false) as is_rule_conflict,
            coalesce(
                routed_leads.has_no_match
                and not routed_leads.is_missing_input
                and not routed_leads.needs_unexported_column,
                false
            ) as is_no_rule,
            -- null means nobody moved it.
            coalesce(
                routed_leads.is_moved_off_owner
                and {{ elapsed_seconds('routed_leads.first_assigned_at', 'routed_leads.moved_at') }}
                <= limits.override_seconds,
                false
            ) as was_moved_off_owner,
            routed_leads.is_in_expected_pool,
            -- null means it is no lead of a customer, or it has no equals, or no rule decides.
            coalesce(customer_leads.reaches_account_owner, false) as reaches_account_owner,
            coalesce(
                equal_groups.majority_count * 2 > equal_groups.lead_count
                and routed_leads.reached_pool is distinct from equal_groups.majority_pool,
                false
            ) as is_unlike_equals,
            -- null means no rule decides, or its pool has no members.
            coalesce(
                routed_leads.pool_kind = 'round_robin'
                and routed_leads.member_count >= 2
                and bursts.lead_count >= limits.burst_leads
                and bursts.owner_count = 1,
                false
            ) as is_uneven_burst,
            {{ hop_verdict(
            'routed_leads.is_due is distinct from false', 'routed_leads.created_at', 'routed_leads.first_assigned_at', 'routed_leads.seconds_to_owner',
            "case when assignment_sla.clock = 'business' then case "
            ~ "when routed_leads.first_assigned_at is null then routed_leads.business_seconds_until_now "
            ~ "else routed_leads.business_seconds_to_owner end "
            ~ "when routed_leads.first_assigned_at is null then routed_leads.seconds_until_now "
            ~ "else routed_leads.seconds_to_owner end",
            'assignment_sla.within_seconds', 'assignment_sla.resolution_seconds',
            "routed_leads.first_owner_key is null or routed_leads.first_basis <> 'current'"
        ) }}
            as assigned_verdict,
            case
                when routed_leads.first_owner_key is null
                then 'D'
                when assignment_sla.resolution_seconds >= limits.coarse_seconds
                then 'C'
                when routed_leads.first_basis = 'history'
                then 'A'
                when routed_leads.first_basis = 'current'
                then 'C'
                else 'B'
            end as evidence_grade
        from routed_leads
        cross join limits
        cross join assignment_sla
        left join
            customer_leads
            on routed_leads.person_key = customer_leads.person_key
            and routed_leads.routing_id = customer_leads.routing_id
        left join
            equal_groups
            on routed_leads.routing_id = equal_groups.routing_id
            and routed_leads.inputs_folded = equal_groups.inputs_folded
            and routed_leads.deciding_rule is not distinct from equal_groups.deciding_rule
            and routed_leads.is_first_owner_known
        left join
            bursts
            on routed_leads.routing_id = bursts.routing_id
            and routed_leads.expected_pool = bursts.expected_pool
            and routed_leads.created_minute = bursts.created_minute
            and routed_leads.is_first_owner_known
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
                when is_queue_unowned and queue_not_judged_because is null
                then 'queue_unowned'
                when is_queue_aged and waiting_not_judged_because is null
                then 'queue_aged'
                when is_inactive_owner and activity_not_judged_because is null
                then 'inactive_owner'
                when is_missing_input
                then 'missing_input'
                when is_rule_conflict
                then 'rule_conflict'
                when is_no_rule
                then 'no_rule'
                when
                    is_replayed
                    and was_moved_off_owner
                    and not reaches_account_owner
                    and override_not_judged_because is null
                then 'human_override'
                when
                    is_replayed
                    and not is_in_expected_pool
                    and not reaches_account_owner
                    and owner_not_judged_because is null
                then 'wrong_owner'
                when not has_human_owner and is_in_queue and queue_not_judged_because is null
                then 'in_queue'
                when
                    needs_unexported_column
                    or (has_human_owner and not is_first_owner_known)
                    or owner_not_judged_because is not null
                    or queue_not_judged_because is not null
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
                when first_owner_unknown_because is not null
                then first_owner_unknown_because
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
            case
                when queue_not_judged_because is null then is_queue_unowned
            end as is_queue_unowned,
            case when waiting_not_judged_because is null then is_queue_aged end as is_queue_aged,
            case
                when activity_not_judged_because is null then is_inactive_owner
            end as is_inactive_owner,
            is_missing_input,
            is_rule_conflict,
            is_no_rule,
            case
                when owner_not_judged_because is null and override_not_judged_because is null
                then is_replayed and was_moved_off_owner and not reaches_account_owner
            end as is_human_override,
            case
                when owner_not_judged_because is null
                then is_replayed and not is_in_expected_pool and not reaches_account_owner
            end as is_wrong_owner,
            case
                when
                    assigned_not_judged_because is null
                    or (assigned_verdict = 'breached' and is_due)
                then assigned_verdict = 'breached'
            end as is_assigned_late,
            is_unlike_equals,
            is_uneven_burst,
            case
                when account_owner_not_judged_because is null
                then is_customer_lead and has_human_owner and not reaches_account_owner
            end as is_off_account_owner,
            has_queue_limit,
            rule_not_judged_because,
            owner_not_judged_because,
            coalesce(
                owner_not_judged_because, override_not_judged_because
            ) as override_not_judged_because,
            activity_not_judged_because,
            queue_not_judged_because,
            waiting_not_judged_because,
            account_owner_not_judged_because,
            case
                when assigned_verdict = 'met' or is_due is null then assigned_not_judged_because
            end as assigned_not_judged_because
        from judged
    )

select *
from final
