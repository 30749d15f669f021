(** The gradients of the losses. *)

From Coq Require Import Reals List Lra Lia Arith.
From Coquelicot Require Import Coquelicot.
From nnbook Require Import Gradient Layers.
Open Scope R_scope.

(** A sum of one cost for each entry. *)
Lemma gradient_of_costs {I : Type} (s : list I) (cost : I -> R -> R) (slope p : I -> R) :
  (forall i, In i s -> is_derive (cost i) (p i) (slope i)) ->
  gradient s (fun p => \sum_(i in s) cost i (p i)) p slope.
Proof.
  intros inner; apply gradient_of_differential with (D := fun h => \sum_(i in s) slope i * h i); [|easy].
  apply (differential_total s s (fun p i => cost i (p i)) p (fun i h => slope i * h i)); intros i inside.
  apply differential_apply; [auto|now apply differential_coordinate].
Qed.

Lemma gradient_scale {I : Type} (s : list I) c (C : (I -> R) -> R) p g :
  gradient s C p g -> gradient s (fun p => c * C p) p (fun i => c * g i).
Proof.
  intros H; apply gradient_of_differential with (D := fun h => c * total s (fun i => g i * h i)).
  - now apply differential_scale, differential_of_gradient.
  - intros h; rewrite <- total_scale; apply total_ext; intros; ring.
Qed.

(** * Squared errors *)

(** [nn.SumSquaredError] $2(p - y)$ *)
(** [eq:backprop-wish] $$-\frac{\partial C_0}{\partial a_j} = 2\,(y_j - a_j)$$ *)
Theorem sum_squared_error : forall (I : Type) (s : list I) (p y : I -> R),
  gradient s (fun p => \sum_(i in s) (p i - y i) ^ 2) p (fun i => 2 * (p i - y i)).
Proof.
  intros I s p y; apply gradient_of_costs with (cost := fun i p => (p - y i) ^ 2); intros i _.
  auto_derive; auto; ring.
Qed.

(** [nn.MeanSquaredError] $2(p - y) / n$ *)
(** [eq:losses-mse-gradient] $$\frac{\partial\, \mathrm{MSE}}{\partial p_i} = \frac{2}{n}\,(p_i - y_i)$$ *)
Theorem mean_squared_error : forall (n k : nat) (p y : nat * nat -> R),
  gradient (grid n k)
    (fun p => 1 / INR n * (\sum_(i < n) \sum_(j < k) (p (i, j) - y (i, j)) ^ 2)) p
    (fun '(i, j) => 2 / INR n * (p (i, j) - y (i, j))).
Proof.
  intros n k p y.
  apply gradient_same with (f' := fun p => 1 / INR n * total (grid n k) (fun i => (p i - y i) ^ 2)).
  { intros z; now rewrite total_grid. }
  eapply gradient_ext; [apply gradient_scale, sum_squared_error|].
  intros (i, j) _; simpl; unfold Rdiv; ring.
Qed.

(** * Huber's loss: squared near the target, absolute far from it *)

Definition huber_cost (delta e : R) : R :=
  if Rle_dec (Rabs e) delta then 1 / 2 * e ^ 2
  else delta * (Rabs e - 1 / 2 * delta).

Definition clip (delta e : R) : R := Rmax (- delta) (Rmin delta e).

Lemma huber_remainder delta e h : 0 < delta ->
  Rabs (huber_cost delta (e + h) - huber_cost delta e - clip delta e * h) <= h ^ 2 / 2.
Proof.
  intros pos; apply Rabs_le; unfold huber_cost, clip.
  assert (clipped : (e < - delta /\ Rmax (- delta) (Rmin delta e) = - delta) \/
    (- delta <= e <= delta /\ Rmax (- delta) (Rmin delta e) = e) \/
    (delta < e /\ Rmax (- delta) (Rmin delta e) = delta)).
  { unfold Rmax, Rmin; repeat destruct (Rle_dec _ _); lra. }
  destruct clipped as [[where_ ->]|[[where_ ->]|[where_ ->]]];
    destruct (Rle_dec (Rabs (e + h)) delta) as [a|a]; destruct (Rle_dec (Rabs e) delta) as [b|b];
    revert a b; unfold Rabs; destruct (Rcase_abs (e + h)); destruct (Rcase_abs e); intros a b;
    try lra; split; nra.
Qed.

(** [eq:losses-huber]
    $$
    \ell_\delta(e) = \begin{cases} \tfrac{1}{2} e^2 & \text{if } |e| \le \delta \\
    \delta\,\bigl(|e| - \tfrac{1}{2}\delta\bigr) & \text{if } |e| > \delta \end{cases}
    $$ *)
Theorem huber_derivative : forall delta e : R, 0 < delta ->
  is_derive (huber_cost delta) e (clip delta e).
Proof.
  intros delta e pos; apply is_derive_Reals; intros eps epos.
  exists (mkposreal eps epos); simpl; intros h move close.
  pose proof (huber_remainder delta e h pos) as small.
  replace ((huber_cost delta (e + h) - huber_cost delta e) / h - clip delta e)
    with ((huber_cost delta (e + h) - huber_cost delta e - clip delta e * h) / h) by (field; easy).
  unfold Rdiv; rewrite Rabs_mult, Rabs_inv.
  assert (hpos : 0 < Rabs h) by now apply Rabs_pos_lt.
  apply Rle_lt_trans with (h ^ 2 / 2 * / Rabs h).
  - apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|easy].
  - replace (h ^ 2) with (Rabs h * Rabs h) by (rewrite <- Rabs_mult, Rabs_pos_eq; nra).
    replace (Rabs h * Rabs h / 2 * / Rabs h) with (Rabs h / 2) by (field; lra); lra.
Qed.

Theorem huber : forall (n k : nat) (delta : R) (p y : nat * nat -> R), 0 < delta ->
  gradient (grid n k)
    (fun p => 1 / INR n *
    (\sum_(i < n) \sum_(j < k) huber_cost delta (p (i, j) - y (i, j)))) p
    (fun '(i, j) => 1 / INR n * clip delta (p (i, j) - y (i, j))).
Proof.
  intros n k delta p y pos.
  apply gradient_same with (f' := fun p => 1 / INR n * total (grid n k) (fun i => huber_cost delta (p i - y i))).
  { intros z; now rewrite total_grid. }
  eapply gradient_ext; [apply gradient_scale|].
  - apply gradient_of_costs with (cost := fun i p => huber_cost delta (p - y i))
      (slope := fun i => clip delta (p i - y i)); intros i _.
    assert (H := is_derive_comp (huber_cost delta) (fun p => p - y i) (p i) (clip delta (p i - y i)) 1
      (huber_derivative _ _ pos)).
    replace (clip delta (p i - y i)) with (scal 1 (clip delta (p i - y i))) by apply Rmult_1_l.
    apply H; auto_derive; auto.
  - now intros (i, j) _.
Qed.

(** * Cross-entropies *)

(** [eq:losses-sigmoid-gradient]
    $$
    \frac{\mathrm{d}}{\mathrm{d}z} \bigl[ -y \ln p - (1 - y) \ln (1 - p) \bigr] = p - y, \qquad p = \sigma(z)
    $$ *)
Theorem sigmoid_cross_entropy : forall z y : R,
  is_derive (fun z => - y * ln (sigmoid z) - (1 - y) * ln (1 - sigmoid z)) z
    (sigmoid z - y).
Proof.
  intros z y; unfold sigmoid; pose proof (exp_pos (- z)).
  assert (0 < 1 / (1 + exp (- z))) by (apply Rdiv_lt_0_compat; lra).
  assert (0 < 1 - 1 / (1 + exp (- z))).
  { replace (1 - 1 / (1 + exp (- z))) with (exp (- z) / (1 + exp (- z))) by (field; lra).
    apply Rdiv_lt_0_compat; lra. }
  auto_derive; [repeat split; lra|].
  field; repeat split; lra.
Qed.

(** [nn.BinaryCrossEntropy] $(p - y) / (p (1 - p)) / n$ *)
Theorem binary_cross_entropy : forall (n k : nat) (p y : nat * nat -> R),
  (forall i j, (i < n)%nat -> (j < k)%nat -> 0 < p (i, j) < 1) ->
  gradient (grid n k)
    (fun p => - (1 / INR n) *
      (\sum_(i < n) \sum_(j < k)
      (y (i, j) * ln (p (i, j)) + (1 - y (i, j)) * ln (1 - p (i, j)))))
    p (fun '(i, j) => (p (i, j) - y (i, j)) / (p (i, j) * (1 - p (i, j))) / INR n).
Proof.
  intros n k p y between.
  apply gradient_same with (f' := fun p => - (1 / INR n) *
    total (grid n k) (fun i => y i * ln (p i) + (1 - y i) * ln (1 - p i))).
  { intros z; now rewrite total_grid. }
  eapply gradient_ext; [apply gradient_scale|].
  - apply gradient_of_costs with (cost := fun i p => y i * ln p + (1 - y i) * ln (1 - p))
      (slope := fun i => y i / p i - (1 - y i) / (1 - p i)); intros (i, j) inside.
    apply in_grid in inside; specialize (between i j ltac:(lia) ltac:(lia)).
    auto_derive; [repeat split; lra|field; lra].
  - intros (i, j) inside; apply in_grid in inside; specialize (between i j ltac:(lia) ltac:(lia)); simpl.
    unfold Rdiv; rewrite Rinv_mult; generalize (/ INR n); intros r; field; lra.
Qed.

(** [nn.CategoricalCrossEntropy] $-y / p / n$ *)
Theorem categorical_cross_entropy : forall (n k : nat) (p y : nat * nat -> R),
  (forall i j, (i < n)%nat -> (j < k)%nat -> 0 < p (i, j)) ->
  gradient (grid n k)
    (fun p => - (1 / INR n) *
    (\sum_(i < n) \sum_(j < k) y (i, j) * ln (p (i, j)))) p
    (fun '(i, j) => - y (i, j) / p (i, j) / INR n).
Proof.
  intros n k p y positive.
  apply gradient_same with (f' := fun p => - (1 / INR n) *
    total (grid n k) (fun i => y i * ln (p i))).
  { intros z; now rewrite total_grid. }
  eapply gradient_ext; [apply gradient_scale|].
  - apply gradient_of_costs with (cost := fun i p => y i * ln p) (slope := fun i => y i / p i); intros (i, j) inside.
    apply in_grid in inside; specialize (positive i j ltac:(lia) ltac:(lia)).
    auto_derive; [lra|field; lra].
  - intros (i, j) _; simpl; unfold Rdiv; ring.
Qed.

(** One example, as on the page: the target's entries add up to 1. *)
(** [eq:losses-softmax-gradient]
    $$
    \frac{\partial}{\partial z_j} \Bigl( -\sum_k y_k \ln p_k \Bigr) = p_j - y_j, \qquad p = \operatorname{softmax}(z)
    $$ *)
(** [eq:calculus-softmax] $$\frac{\partial C_0}{\partial z_k} = p_k - y_k, \qquad p = \operatorname{softmax}(z)$$ *)
Theorem softmax_cross_entropy : forall (k : nat) (z y : nat -> R), (0 < k)%nat ->
    \sum_(i < k) y i = 1 ->
  gradient (axis k) (fun z => - (\sum_(i < k) y i * ln (softmax k z i))) z
    (fun j => softmax k z j - y j).
Proof.
  intros k z y pos one.
  apply gradient_same with (f' := fun z => -1 * total (axis k) (fun i => y i * ln (softmax k z i))).
  { intros; ring. }
  apply gradient_of_differential with (D := fun h => -1 * \sum_(i < k) y i * (h i - \sum_(j < k) softmax k z j * h j)).
  - apply differential_scale.
    apply (differential_total (axis k) (axis k) (fun z i => y i * ln (softmax k z i)) z
      (fun i h => y i * (h i - total (axis k) (fun j => softmax k z j * h j)))).
    intros i inside; apply in_axis in inside; apply differential_scale.
    apply differential_by with (D := fun h => / softmax k z i * total (axis k)
      (fun j => softmax k z i * ((if i =? j then 1 else 0) - softmax k z j) * h j)).
    + pose proof (softmax_positive k z i pos).
      apply (differential_apply (axis k) ln (fun z => softmax k z i)).
      * auto_derive; [easy|field; lra].
      * now apply differential_of_gradient, softmax_jacobian.
    + intros h; rewrite softmax_row by easy; pose proof (softmax_positive k z i pos); field; lra.
  - intros h; set (mean := \sum_(j < k) softmax k z j * h j).
    rewrite (total_ext (axis k) (fun i => y i * (h i - mean)) (fun i => y i * h i - y i * mean)) by (intros; ring).
    rewrite total_minus, (total_scale_right (axis k) mean y : _ = (\sum_(i < k) y i) * mean), one.
    rewrite (total_ext (axis k) (fun i => (softmax k z i - y i) * h i) (fun i => softmax k z i * h i - y i * h i))
      by (intros; ring).
    rewrite total_minus; fold mean; ring.
Qed.

(** A batch, as the library computes it: from the logits, for any target. *)
(** [nn.SoftmaxCrossEntropy] $(\mathrm{softmax}(z) - y) / n$ *)
Theorem softmax_cross_entropy_batch : forall (n k : nat) (z y : nat * nat -> R),
    (0 < k)%nat ->
  gradient (grid n k)
    (fun z => 1 / INR n *
      (\sum_(i < n)
      (ln (\sum_(j < k) exp (z (i, j))) - \sum_(j < k) y (i, j) * z (i, j)))) z
    (fun '(i, j) => (softmax_rows k z (i, j) - y (i, j)) / INR n).
Proof.
  intros n k z y pos.
  apply gradient_of_differential with (D := fun h => 1 / INR n * \sum_(i < n)
    ((\sum_(j < k) softmax k (fun c => z (i, c)) j * h (i, j)) - \sum_(j < k) y (i, j) * h (i, j))).
  - apply differential_scale.
    apply (differential_total (grid n k) (axis n)
      (fun z i => ln (total (axis k) (fun j => exp (z (i, j)))) - total (axis k) (fun j => y (i, j) * z (i, j))) z
      (fun i h => total (axis k) (fun j => softmax k (fun c => z (i, c)) j * h (i, j))
        - total (axis k) (fun j => y (i, j) * h (i, j)))).
    intros i inside; apply in_axis in inside; apply differential_minus.
    + apply (differential_in_row n k i (fun row => ln (total (axis k) (fun j => exp (row j))))); [easy|].
      pose proof (exponentials_positive k (fun c => z (i, c)) pos) as S.
      apply gradient_of_differential with (D := fun h => / (total (axis k) (fun j => exp (z (i, j))))
        * total (axis k) (fun j => exp (z (i, j)) * h j)).
      * apply (differential_apply (axis k) ln (fun row => total (axis k) (fun j => exp (row j)))).
        -- auto_derive; [easy|field; lra].
        -- apply differential_exponentials.
      * intros h; rewrite <- total_scale; apply total_ext; intros j _; unfold softmax; field; lra.
    + apply (differential_in_row n k i (fun row => total (axis k) (fun j => y (i, j) * row j))); [easy|].
      apply (gradient_linear (axis k) (fun j => y (i, j))).
  - intros h; rewrite total_grid, <- total_scale; apply total_ext; intros i _.
    rewrite <- total_minus, <- total_scale; apply total_ext; intros j _; simpl; unfold Rdiv; ring.
Qed.
